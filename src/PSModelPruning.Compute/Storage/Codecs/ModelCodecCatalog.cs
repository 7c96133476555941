namespace PSModelPruning.Compute.Storage.Codecs;

/// <summary>Lists how every family of models is stored. To add one, add its class and a line here.</summary>
internal static class ModelCodecCatalog
{
    /// <summary>All codecs.</summary>
    internal static IReadOnlyList<ModelCodec> All { get; } =
    [new NetworkCodec(), new TreeCodec(), new EnsembleCodec(), new NeighborCodec(), new ForestCodec(), new BoostedCodec(), new RuleCodec()];
}
