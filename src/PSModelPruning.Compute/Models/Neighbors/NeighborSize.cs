using PSModelPruning.Compute.Networks.Packing;

namespace PSModelPruning.Compute.Models.Neighbors;

/// <summary>How much the targets of prototypes take.</summary>
internal static class NeighborSize
{
    /// <summary>Bytes of one target as a model file holds it: four for a number; for a class as few as hold the greatest index.</summary>
    internal static int TargetBytes(Model model) => model.Task == LearningTask.Regression ? sizeof(float) : ClassBytes(model.Classes.Count);

    /// <summary>
    /// Bytes of the inputs as a model file holds them: a bit an element and the nonzero numbers, where that is smaller than dense.
    /// </summary>
    internal static long InputBytes(long elements, long nonzero) =>
        Math.Min(elements * sizeof(float), BitPacking.BitBytes(elements) + nonzero * sizeof(float));

    /// <summary>Bytes of a class index.</summary>
    internal static int ClassBytes(int classes) =>
        classes <= 1 << 8 ? 1
        : classes <= 1 << 16 ? 2
        : 3;
}
