using System.Runtime.CompilerServices;

namespace PSModelPruning.Compute.Runtime;

/// <summary>The operations that messages refer to.</summary>
internal static class Operation
{
    internal static OperationName CompareModel => Named();

    internal static OperationName ExportModel => Named();

    internal static OperationName ImportDataset => Named();

    internal static OperationName JoinModel => Named();

    internal static OperationName MeasureFeatureImportance => Named();

    internal static OperationName MeasureLayerSensitivity => Named();

    internal static OperationName MeasurePruningPath => Named();

    internal static OperationName PruneModel => Named();

    internal static OperationName TrainModel => Named();

    private static OperationName Named([CallerMemberName] string name = "") => new(name);
}
