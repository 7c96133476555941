using System.Text.Json.Serialization;
using PSModelPruning.Compute.Storage.Codecs.Trees;

namespace PSModelPruning.Compute.Storage.Codecs;

/// <summary>How a tree was grown, as <c>tree.json</c> holds it: a tree that was read can be grown again on other rows.</summary>
internal sealed record TreeDocument : PartDocument
{
    internal const string PartName = "tree.json";

    public required TreeOptionsDocument Options { get; init; }
}

/// <summary>The contract of <see cref="TreeDocument"/>.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(TreeDocument))]
internal sealed partial class TreeJson : JsonSerializerContext;
