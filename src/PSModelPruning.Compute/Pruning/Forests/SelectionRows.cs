using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Pruning.Forests;

/// <summary>Chooses the rows that members are judged by.</summary>
internal static class SelectionRows
{
    /// <summary>The validation partition, or the training partition where there is none.</summary>
    internal static PartitionName Choose(Dataset dataset, string method, IWorkMonitor monitor)
    {
        if (dataset.ValidationRows > 0)
            return PartitionName.Validation;
        monitor.Warning($"'{dataset.Name}' has no validation rows, so {method} judges by the training rows, which the members have learned: it sees less of their differences. "
            + "Import the data with -ValidationFraction 0.2.");
        return PartitionName.Training;
    }
}
