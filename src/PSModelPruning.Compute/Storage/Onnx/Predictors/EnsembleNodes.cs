namespace PSModelPruning.Compute.Storage.Onnx.Predictors;

/// <summary>
/// The nodes of all trees of an ensemble as they lie in a file, each with the places of its children. Nothing but the lengths of the arrays
/// is checked.
/// </summary>
internal sealed class EnsembleNodes
{
    /// <summary>The condition of each node.</summary>
    public required Branch[] Branches { get; init; }

    /// <summary>The column that each condition reads.</summary>
    public required long[] Features { get; init; }

    /// <summary>What it compares the column with; exact in float64.</summary>
    public required double[] Thresholds { get; init; }

    /// <summary>The place of the child where the condition holds; for leaves nothing.</summary>
    public required int[] WhereTrue { get; init; }

    /// <summary>The place of the child where it does not hold.</summary>
    public required int[] WhereFalse { get; init; }

    /// <summary>Whether a missing value goes where the condition holds.</summary>
    public required bool[] MissingTrue { get; init; }

    /// <summary>The places of the roots, in the order in which the trees are summed.</summary>
    public required int[] Roots { get; init; }

    /// <summary>For each node, the first of its <see cref="Targets"/>; one place more than nodes.</summary>
    public required int[] FirstWeight { get; init; }

    /// <summary>The score that each number of a leaf is added to.</summary>
    public required int[] Targets { get; init; }

    /// <summary>The numbers of the leaves.</summary>
    public required double[] Weights { get; init; }
}
