using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Pruning.Budgets;

/// <summary>Kilobytes (1024 bytes) of the packed parameters.</summary>
internal sealed class SizeBudget(double kilobytes) : ResourceBudget
{
    internal override double Limit => kilobytes;

    internal override double Measure(Model model, IWorkMonitor monitor) => model.PackedBytes / 1024.0;

    internal override string Describe(double amount) => FormattableString.Invariant($"{amount:#,0.0##} KB packed");
}
