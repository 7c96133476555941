using System.Text.Json.Serialization;
using PSModelPruning.Compute.Models.Trees;
using PSModelPruning.Compute.Storage.Codecs.Trees;

namespace PSModelPruning.Compute.Storage.Codecs;

/// <summary>What a boosted model is beside its trees, as <c>boosted.json</c> holds it.</summary>
internal sealed record BoostedDocument : PartDocument
{
    internal const string PartName = "boosted.json";

    public required int Trees { get; init; }

    public required BoostingOptionsDocument Options { get; init; }

    /// <summary>The training run, one entry per round.</summary>
    public required IReadOnlyList<EpochDocument> Training { get; init; }
}

/// <summary>How boosted trees were grown. See <see cref="BoostingOptions"/>.</summary>
internal sealed record BoostingOptionsDocument
{
    public TreeOptionsDocument Tree { get; init; } =
        new()
        {
            MaxLeaves = 31,
            MinLeafSamples = 20,
            MaxBins = 255,
        };

    public int TreeCount { get; init; } = 200;

    public double LearningRate { get; init; } = 0.1;

    public double L2 { get; init; } = 1;

    public string Loss { get; init; } = "";

    public double SampleFraction { get; init; } = 1;

    public int Patience { get; init; }

    internal static BoostingOptionsDocument Of(BoostingOptions options) =>
        new()
        {
            Tree = TreeOptionsDocument.Of(options.Tree),
            TreeCount = options.TreeCount,
            LearningRate = options.LearningRate,
            L2 = options.L2,
            Loss = options.Loss,
            SampleFraction = options.SampleFraction,
            Patience = options.Patience,
        };

    /// <summary>The options, after checking those of the trees.</summary>
    internal BoostingOptions Read(ModelDescription description) =>
        new()
        {
            Tree = TreeOptionsDocument.Read(Tree, description),
            TreeCount = TreeCount,
            LearningRate = LearningRate,
            L2 = L2,
            Loss = Loss,
            SampleFraction = SampleFraction,
            Patience = Patience,
        };
}

/// <summary>The contract of <see cref="BoostedDocument"/>.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(BoostedDocument))]
internal sealed partial class BoostedJson : JsonSerializerContext;
