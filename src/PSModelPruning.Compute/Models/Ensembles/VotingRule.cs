namespace PSModelPruning.Compute.Models.Ensembles;

/// <summary>
/// Makes one output of those of the members: <see cref="Begin"/>, then <see cref="Add"/> for each member, then <see cref="End"/>, so that
/// no more than one member's outputs are held. Immutable; one class a name of <see cref="VotingCatalog"/>.
/// </summary>
internal abstract class VotingRule
{
    private protected VotingRule(IReadOnlyList<double> weights) => Weights = weights.ToArray();

    /// <summary>The name in the catalog.</summary>
    internal abstract string Name { get; }

    /// <summary>The part of each member, <c>[members]</c>.</summary>
    internal IReadOnlyList<double> Weights { get; }

    /// <summary>Numbers that the rule holds.</summary>
    internal virtual long Parameters => Weights.Count;

    /// <summary>Multiplications for one row.</summary>
    /// <param name="outputs">Outputs of a member for a row.</param>
    internal virtual long MultiplyAccumulates(int outputs) => (long)Weights.Count * outputs;

    /// <summary>Prepares the output to be added to.</summary>
    /// <param name="output"><c>[rows × outputs]</c>.</param>
    /// <param name="outputs">Outputs of a row.</param>
    internal virtual void Begin(Span<float> output, int outputs) => output.Clear();

    /// <summary>Adds one member.</summary>
    /// <param name="member">Its index.</param>
    /// <param name="predicted">What it predicts: class probabilities, or numbers in the target's own units, <c>[rows ×
    /// outputs]</c>.</param>
    /// <param name="output">What is added to, <c>[rows × outputs]</c>.</param>
    /// <param name="outputs">Outputs of a row.</param>
    internal abstract void Add(int member, ReadOnlySpan<float> predicted, Span<float> output, int outputs);

    /// <summary>Makes probabilities of what was added.</summary>
    /// <param name="output"><c>[rows × outputs]</c>.</param>
    /// <param name="outputs">Outputs of a row.</param>
    internal virtual void End(Span<float> output, int outputs) { }

    /// <summary>Weights that sum to 1; equal ones where all are zero.</summary>
    private protected static double[] Normalized(IReadOnlyList<double> weights)
    {
        double sum = weights.Sum();
        return [.. weights.Select(weight => sum > 0 ? weight / sum : 1.0 / weights.Count)];
    }
}
