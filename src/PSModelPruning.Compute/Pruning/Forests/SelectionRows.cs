using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Pruning.Forests;

/// <summary>
/// Chooses the rows that members are judged by: the validation rows, unless these are to judge the result too. A budget of accuracy, and a
/// path that is measured, look at the validation rows; members that were chosen by the same rows would look better there than they are, so
/// the training rows choose then. The papers order members by training rows, of which every bagged tree has not seen a third.
/// </summary>
internal static class SelectionRows
{
    internal static PartitionName Choose(Dataset dataset, string method, PruningOptions options, IWorkMonitor monitor)
    {
        if (dataset.ValidationRows == 0)
        {
            monitor.Warning(
                $"'{dataset.Name}' has no validation rows, so {method} selects by the training rows, which the members have "
                    + $"learned: it sees less of their differences. Import the data with {Option.ValidationFraction.Is(0.2)}."
            );
            return PartitionName.Training;
        }
        bool judgesLater = options.Target.MaxAccuracyDrop is not null || options.Target.IsUnset;
        PartitionName chosen = judgesLater && dataset.TrainingRows > 0 ? PartitionName.Training : PartitionName.Validation;
        monitor.Verbose(
            $"{method} judges by the {dataset[chosen].RowCount:N0} {chosen.ToString().ToLowerInvariant()} "
                + $"rows{(judgesLater ? ", because the validation rows judge the result" : "")}."
        );
        return chosen;
    }
}
