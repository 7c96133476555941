namespace PSModelPruning.Compute.Storage.Archive;

/// <summary>The part that lists the others: <c>manifest.json</c>.</summary>
internal sealed record Manifest
{
    /// <summary>The manifest's own name in the archive.</summary>
    internal const string PartName = "manifest.json";

    /// <summary>What <see cref="Format"/> says.</summary>
    internal const string FormatName = "psmodel";

    /// <summary>"psmodel".</summary>
    public required string Format { get; init; }

    /// <summary>The major version of the file format.</summary>
    public required int Version { get; init; }

    /// <summary>The minor version of the file format; left out for 0.</summary>
    public int? MinorVersion { get; init; }

    /// <summary>Every part but the manifest.</summary>
    public required IReadOnlyList<ManifestPart> Parts { get; init; }

    internal static Manifest Of(FormatVersion version, IReadOnlyList<ManifestPart> parts) =>
        new()
        {
            Format = FormatName,
            Version = version.Major,
            MinorVersion = version.Minor == 0 ? null : version.Minor,
            Parts = parts,
        };
}

/// <summary>One part of a model file.</summary>
/// <param name="Name">Its name in the archive.</param>
/// <param name="Bytes">Its size, uncompressed.</param>
/// <param name="Sha256">The SHA-256 of its uncompressed content, in lower-case hexadecimal.</param>
internal sealed record ManifestPart(string Name, long Bytes, string Sha256);
