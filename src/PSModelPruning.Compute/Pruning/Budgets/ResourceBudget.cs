using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Pruning.Budgets;

/// <summary>
/// A bound on something that a model costs and that pruning lowers. A new budget is a new class and a line in
/// <see cref="ResourceBudgets"/>.
/// </summary>
internal abstract class ResourceBudget
{
    /// <summary>The greatest amount that is allowed.</summary>
    internal abstract double Limit { get; }

    /// <summary>What a model costs.</summary>
    internal abstract double Measure(Model model, IWorkMonitor monitor);

    /// <summary>An amount with its unit.</summary>
    internal abstract string Describe(double amount);
}
