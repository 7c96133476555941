namespace PSModelPruning.Compute.Storage.Codecs;

/// <summary>A network's graph and training run, as <c>graph.json</c> holds them; the numbers lie in the safetensors parts.</summary>
internal sealed record GraphDocument
{
    internal const string PartName = "graph.json";

    public required string Input { get; init; }

    /// <summary>Without the batch dimension.</summary>
    public required IReadOnlyList<int> InputShape { get; init; }

    public required string Output { get; init; }

    /// <summary>In topological order.</summary>
    public required IReadOnlyList<NodeDocument> Nodes { get; init; }

    public required IReadOnlyList<ParameterDocument> Parameters { get; init; }

    /// <summary>The shapes that the parameters had before any pruning.</summary>
    public required IReadOnlyList<OriginalShape> OriginalShapes { get; init; }

    /// <summary>The training run, an entry an epoch.</summary>
    public required IReadOnlyList<TrainingEpoch> Training { get; init; }

    /// <summary>How the network was trained; left out where that is not known.</summary>
    public TrainingOptions? TrainingOptions { get; init; }
}

/// <summary>One node.</summary>
internal sealed record NodeDocument(string Name, string Operator, IReadOnlyList<string> Inputs, string Output, IReadOnlyList<AttributeDocument> Attributes);

/// <summary>One attribute of a node; exactly one of the values is there.</summary>
internal sealed record AttributeDocument
{
    public required string Name { get; init; }

    public long? Integer { get; init; }

    public double? Number { get; init; }

    public string? Text { get; init; }

    public IReadOnlyList<long>? Integers { get; init; }
}

/// <summary>One parameter.</summary>
/// <param name="Name">Its name in the graph and in the safetensors parts.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="IsTrainable">False for statistics.</param>
/// <param name="Packing">How its numbers are stored.</param>
/// <param name="Mask">How its mask is stored.</param>
internal sealed record ParameterDocument(string Name, IReadOnlyList<long> Shape, bool IsTrainable, TensorPacking Packing, MaskStorage Mask);

/// <summary>The shape that a parameter had in the oldest ancestor.</summary>
internal sealed record OriginalShape(string Name, IReadOnlyList<long> Shape);

/// <summary>How the numbers of a tensor are stored.</summary>
internal enum TensorPacking
{
    /// <summary>All of them.</summary>
    Dense,

    /// <summary>Those that are not zero, and a bit an element for where they are.</summary>
    Packed,
}

/// <summary>How the mask of a tensor is stored.</summary>
internal enum MaskStorage
{
    /// <summary>There is none.</summary>
    None,

    /// <summary>Zero elements are pruned and others are not.</summary>
    Zeros,

    /// <summary>As a bit an element.</summary>
    Stored,
}
