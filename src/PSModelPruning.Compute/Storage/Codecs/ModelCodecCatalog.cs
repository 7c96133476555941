using PSModelPruning.Compute.Models;

namespace PSModelPruning.Compute.Storage.Codecs;

/// <summary>How every family of models is stored. Each codec is a part of its <see cref="ModelFamily"/>.</summary>
internal static class ModelCodecCatalog
{
    /// <summary>All codecs.</summary>
    internal static IReadOnlyList<ModelCodec> All { get; } = [.. ModelFamily.PartsOfAll<ModelCodec>()];
}
