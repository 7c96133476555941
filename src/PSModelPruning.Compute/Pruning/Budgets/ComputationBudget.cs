using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Pruning.Budgets;

/// <summary>Multiply-accumulates of one row.</summary>
internal sealed class ComputationBudget(long multiplyAccumulates) : ResourceBudget
{
    internal override double Limit => multiplyAccumulates;

    internal override double Measure(Model model, IWorkMonitor monitor) => model.MultiplyAccumulates;

    internal override string Describe(double amount) => FormattableString.Invariant($"{amount:N0} multiply-accumulates");
}
