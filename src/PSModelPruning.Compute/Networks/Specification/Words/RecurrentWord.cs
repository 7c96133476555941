using PSModelPruning.Compute.Networks.Building;
using PSModelPruning.Compute.Networks.Operators;

namespace PSModelPruning.Compute.Networks.Specification.Words;

/// <summary>
/// A recurrent layer over a sequence. Gives the states after the last step, <c>[units]</c>, or with <c>sequence</c> those of all steps,
/// <c>[units, steps]</c>.
/// </summary>
internal sealed class RecurrentWord(string name, RecurrentOperator kind, string description) : LayerWord
{
    internal override string Name => name;

    internal override string Usage => $"{name} 64 [bidirectional] [sequence]";

    internal override string Description => description;

    internal override void Append(LayerText text, GraphBuilder builder)
    {
        int hidden = text.TakeInteger("the number of hidden units");
        string[] choices = text.TakeChoices(["forward", "reverse", "bidirectional"], ["last", "sequence"]);
        builder.Recurrent(builder.NextName(name), kind, hidden, choices[0], choices[1] == "sequence");
    }
}
