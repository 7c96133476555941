using System.Text.Json.Serialization;

namespace PSModelPruning.Compute.Storage.Codecs;

/// <summary>Nearest neighbours, as <c>neighbors.json</c> holds them.</summary>
internal sealed record NeighborDocument : PartDocument
{
    internal const string PartName = "neighbors.json";

    /// <summary>Neighbours that vote, as asked for in training.</summary>
    public required int Neighbors { get; init; }

    /// <summary>Whether the nearest prototype alone decides.</summary>
    public required bool NearestOnly { get; init; }

    public required string Weighting { get; init; }

    public required string Distance { get; init; }

    /// <summary>How many prototypes there are.</summary>
    public required int Prototypes { get; init; }

    /// <summary>How their inputs are stored.</summary>
    public required TensorPacking Packing { get; init; }
}

/// <summary>The contract of <see cref="NeighborDocument"/>.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(NeighborDocument))]
internal sealed partial class NeighborJson : JsonSerializerContext;
