namespace PSModelPruning.Compute.Storage.Archive;

/// <summary>What a model file may claim before anything is allocated for it.</summary>
internal static class ArchiveLimits
{
    /// <summary>Entries of the archive; a model has fewer than ten, an ensemble so many a member.</summary>
    internal const int Entries = 8192;

    /// <summary>Bytes of the list of entries.</summary>
    internal const int DirectoryBytes = 1024 * 1024;

    /// <summary>Bytes of the manifest.</summary>
    internal const int ManifestBytes = 2 * 1024 * 1024;

    /// <summary>Bytes of a JSON part.</summary>
    internal const int JsonBytes = 64 * 1024 * 1024;

    /// <summary>Bytes of all JSON parts together.</summary>
    internal const long AllJsonBytes = 512L * 1024 * 1024;

    /// <summary>Bytes of a tensor part: what one .NET array holds.</summary>
    internal static readonly long TensorBytes = Array.MaxLength;

    /// <summary>Bytes of the JSON header of a safetensors part (the format's own limit is 100 MB).</summary>
    internal const int SafetensorsHeaderBytes = 16 * 1024 * 1024;

    /// <summary>Numbers of all parameters together once unpacked (4 GB), and of one activation for one row.</summary>
    internal const long Elements = 1L << 30;

    /// <summary>The greatest factor by which Deflate can expand; an entry that claims more lies.</summary>
    internal const int DeflateRatio = 1032;

    /// <summary>Bytes that the parts may have together, however few they take in the file.</summary>
    internal const long SmallBytes = 64L * 1024 * 1024;

    /// <summary>The greatest factor by which all parts together may expand beyond <see cref="SmallBytes"/>.</summary>
    internal const int TotalRatio = 100;

    /// <summary>Nodes of a graph: some hundred times those of the deepest networks in use.</summary>
    internal const int Nodes = 50_000;

    /// <summary>Numbers of all activations of one row together (1 GB).</summary>
    internal const long Activations = 1L << 28;

    /// <summary>The greatest size of a part by its name.</summary>
    internal static long OfPart(string name) => name.EndsWith(".json", StringComparison.Ordinal) ? JsonBytes : TensorBytes;
}
