using PSModelPruning.Compute;

namespace PSModelPruning.Commands;

/// <summary>The base of cmdlets whose input is models.</summary>
public abstract class ModelCmdlet : InputCmdlet
{
    /// <inheritdoc/>
    private protected override void Take(object? input) => ForEachModel(input, Process);

    /// <summary>Works on one model.</summary>
    private protected abstract void Process(Model model);
}
