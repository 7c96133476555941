using System.Text.Json.Serialization;
using PSModelPruning.Compute.Models.Trees;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Storage.Codecs.Trees;

namespace PSModelPruning.Compute.Storage.Codecs;

/// <summary>What a forest is beside its trees, as <c>forest.json</c> holds it.</summary>
internal sealed record ForestDocument : PartDocument
{
    internal const string PartName = "forest.json";

    public required int Trees { get; init; }

    /// <summary>NaN where there was none.</summary>
    public required double OutOfBagScore { get; init; }

    public required ForestOptionsDocument Options { get; init; }
}

/// <summary>How a forest was grown. See <see cref="ForestOptions"/>.</summary>
internal sealed record ForestOptionsDocument
{
    public TreeOptionsDocument Tree { get; init; } = new() { MaxBins = ForestOptions.BinsByRows };

    public int TreeCount { get; init; } = 100;

    public bool Bootstrap { get; init; } = true;

    public double SampleFraction { get; init; } = 1;

    public bool RandomThresholds { get; init; }

    internal static ForestOptionsDocument Of(ForestOptions options) =>
        new()
        {
            Tree = TreeOptionsDocument.Of(options.Tree),
            TreeCount = options.TreeCount,
            Bootstrap = options.Bootstrap,
            SampleFraction = options.SampleFraction,
            RandomThresholds = options.RandomThresholds,
        };

    /// <summary>The options, after checking them.</summary>
    /// <exception cref="ContentException">They make no sense.</exception>
    internal ForestOptions Read(ModelDescription description) =>
        SampleFraction is > 0 and <= 1
            ? new ForestOptions
            {
                Tree = TreeOptionsDocument.Read(Tree, description, ForestOptions.BinsByRows),
                TreeCount = TreeCount,
                Bootstrap = Bootstrap,
                SampleFraction = SampleFraction,
                RandomThresholds = RandomThresholds,
            }
            : throw new ContentException("its forest draws an impossible part of the rows.");
}

/// <summary>The contract of <see cref="ForestDocument"/>.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(ForestDocument))]
internal sealed partial class ForestJson : JsonSerializerContext;
