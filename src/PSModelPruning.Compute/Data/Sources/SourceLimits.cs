namespace PSModelPruning.Compute.Data;

/// <summary>How much an archive may hold, so that a small file cannot fill the memory or take for ever.</summary>
/// <param name="Entries">Files.</param>
/// <param name="Bytes">Uncompressed bytes of all files together.</param>
internal sealed record SourceLimits(int Entries, long Bytes)
{
    /// <summary>10,000 files of together 64 GB.</summary>
    internal static SourceLimits Default { get; } = new(10_000, 64L << 30);
}
