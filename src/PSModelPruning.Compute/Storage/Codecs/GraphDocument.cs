using System.Text.Json.Serialization;
using PSModelPruning.Compute.Networks.Packing;

namespace PSModelPruning.Compute.Storage.Codecs;

/// <summary>A network's graph and training run, as <c>graph.json</c> holds them; the numbers lie in the safetensors parts.</summary>
internal sealed record GraphDocument : PartDocument
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
    public required IReadOnlyList<EpochDocument> Training { get; init; }

    /// <summary>How the network was trained; left out where that is not known.</summary>
    public TrainingOptionsDocument? TrainingOptions { get; init; }
}

/// <summary>One node.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Operator">The ONNX name of its operator.</param>
/// <param name="Inputs">What it reads; "" for an optional input that is left out.</param>
/// <param name="Output">What it gives; of several the first that is not left out.</param>
/// <param name="Attributes">Its attributes.</param>
internal sealed record NodeDocument(
    string Name,
    string Operator,
    IReadOnlyList<string> Inputs,
    string Output,
    IReadOnlyList<AttributeDocument> Attributes
)
{
    /// <summary>All that it gives, "" for an output that is left out; left out for a node with one output.</summary>
    public IReadOnlyList<string>? Outputs { get; init; }

    /// <summary>Whether readers of versions 1 and 2 know all that is said here.</summary>
    internal bool IsOfVersion2 => Outputs is null;
}

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
internal sealed record ParameterDocument(string Name, IReadOnlyList<long> Shape, bool IsTrainable, TensorPacking Packing, MaskStorage Mask)
{
    /// <summary>The type of constants that are not float32, as ONNX numbers it; left out for float32.</summary>
    public int? Type { get; init; }

    /// <summary>How the numbers are encoded; left out for float32.</summary>
    public EncodingDocument? Encoding { get; init; }

    /// <summary>Whether the numbers are entropy-coded; left out where they are not.</summary>
    public bool? IsCoded { get; init; }

    /// <summary>The coding of the positions by its name in <see cref="PositionCodingCatalog"/>; left out for a bit an element.</summary>
    public string? Positions { get; init; }

    /// <summary>The coding of the mask, as <see cref="Positions"/>; only for <see cref="MaskStorage.Differences"/>.</summary>
    public string? MaskPositions { get; init; }

    /// <summary>Whether readers of version 2 know all that is said here.</summary>
    internal bool IsOfVersion2 => Type is null;

    /// <summary>Whether readers of version 1 know all that is said here.</summary>
    internal bool IsOfVersion1 => Encoding is null && Positions is null && Mask != MaskStorage.Differences;
}

/// <summary>
/// How the numbers of a tensor are encoded; its scales or shared numbers lie in <see cref="PartNames.Encodings"/> under its name.
/// </summary>
/// <param name="Kind">The encoding.</param>
/// <param name="Axis">For integers: the axis whose entries have their own scales.</param>
/// <param name="GroupSize">For integers: how many elements of an entry share a scale; 0 for all.</param>
internal sealed record EncodingDocument(EncodingKind Kind, int? Axis = null, int? GroupSize = null);

/// <summary>The encodings of numbers.</summary>
internal enum EncodingKind
{
    /// <summary>Symmetric 8-bit integers with scales.</summary>
    Int8,

    /// <summary>Symmetric 4-bit integers with scales.</summary>
    Int4,

    /// <summary>IEEE 754 binary16.</summary>
    Float16,

    /// <summary>The upper half of float32.</summary>
    BFloat16,

    /// <summary>A few shared numbers, and zero.</summary>
    Codebook,
}

/// <summary>The shape that a parameter had in the oldest ancestor.</summary>
internal sealed record OriginalShape(string Name, IReadOnlyList<long> Shape);

/// <summary>How the numbers of a tensor are stored.</summary>
internal enum TensorPacking
{
    /// <summary>All of them.</summary>
    Dense,

    /// <summary>Those that are not zero, and where they are.</summary>
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

    /// <summary>The positions where it differs from what follows from the zeros, in one of the codings of positions.</summary>
    Differences,
}

/// <summary>The contract of <see cref="GraphDocument"/>.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(GraphDocument))]
internal sealed partial class GraphJson : JsonSerializerContext;
