using System.Text.Json.Serialization;

namespace PSModelPruning.Compute.Storage.Codecs;

/// <summary>How an ensemble votes, as <c>ensemble.json</c> holds it; each member has parts of its own.</summary>
internal sealed record EnsembleDocument : PartDocument
{
    internal const string PartName = "ensemble.json";

    public required int Members { get; init; }

    /// <summary>Soft, Hard or Stacked.</summary>
    public required string Voting { get; init; }

    /// <summary>The part of each member; empty where the voting is stacked.</summary>
    public required IReadOnlyList<double> Weights { get; init; }

    /// <summary>The numbers of the stacked model; empty for other voting.</summary>
    public required IReadOnlyList<float> Coefficients { get; init; }
}

/// <summary>The contract of <see cref="EnsembleDocument"/>.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(EnsembleDocument))]
internal sealed partial class EnsembleJson : JsonSerializerContext;
