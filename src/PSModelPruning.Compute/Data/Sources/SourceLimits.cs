namespace PSModelPruning.Compute.Data;

/// <summary>How much an archive may hold, so that a small file cannot fill the memory or take for ever.</summary>
/// <param name="Entries">Files.</param>
/// <param name="Bytes">Uncompressed bytes of all files together.</param>
internal sealed record SourceLimits(int Entries, long Bytes)
{
    private const long SmallBytes = 256L << 20;
    private const int MostRatio = 200;

    /// <summary>
    /// Whether compressed content expands further than data does: tables and images shrink to a fifth or a fiftieth, zeros to a thousandth.
    /// </summary>
    /// <param name="bytes">Uncompressed bytes.</param>
    /// <param name="compressed">The compressed ones that they come from.</param>
    internal static bool IsBomb(long bytes, long compressed) => bytes > SmallBytes && bytes / MostRatio > compressed;

    /// <summary>10,000 files of together 64 GB.</summary>
    internal static SourceLimits Default { get; } = new(10_000, 64L << 30);
}
