using PSModelPruning.Compute.Models.Trees;

namespace PSModelPruning.Compute.Storage.Codecs;

/// <summary>How a tree was grown, as <c>tree.json</c> holds it: a tree that was read can be grown again on other rows.</summary>
internal sealed record TreeDocument
{
    internal const string PartName = "tree.json";

    public required TreeOptions Options { get; init; }
}
