using System.Globalization;

namespace PSModelPruning.Compute.Storage.Archive;

/// <summary>
/// A version of the file format. Within a major version a newer minor one only adds what older readers may ignore; what they may not ignore
/// a part declares in <see cref="PartDocument.Requires"/>.
/// </summary>
/// <param name="Major">From 1.</param>
/// <param name="Minor">From 0.</param>
internal readonly record struct FormatVersion(int Major, int Minor) : IComparable<FormatVersion>
{
    /// <summary>The newest minor version of each major version that is read, from major version 1 on.</summary>
    private static readonly int[] KnownMinors = [1, 1, 1];

    /// <summary>The first version.</summary>
    internal static FormatVersion First { get; } = new(1, 0);

    /// <summary>Added encodings, entropy coding, the second form of masks, and grids of features.</summary>
    internal static FormatVersion Second { get; } = new(2, 0);

    /// <summary>Added nodes with several outputs and constants that are not float32.</summary>
    internal static FormatVersion Third { get; } = new(3, 0);

    /// <summary>The newest version that is read. Files are written in the oldest version that has what they hold.</summary>
    internal static FormatVersion Newest { get; } = new(KnownMinors.Length, KnownMinors[^1]);

    /// <summary>Whether this release can read files of the version, if perhaps not all that is in them.</summary>
    internal bool IsReadable => Major >= 1 && Major <= KnownMinors.Length && Minor >= 0;

    /// <summary>Whether a file of the version may hold what this release does not know.</summary>
    internal bool IsNewer => Major > KnownMinors.Length || Minor > KnownMinors[Major - 1];

    public int CompareTo(FormatVersion other) => (Major, Minor).CompareTo((other.Major, other.Minor));

    public override string ToString() =>
        Minor == 0 ? Major.ToString(CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}");
}
