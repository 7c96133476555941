using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Data;

/// <summary>The encodings of categories that can be asked for; hashing is what one-hot falls back to.</summary>
internal sealed class EncodeCatalog : ICatalog
{
    /// <summary>The encoding where none is told.</summary>
    internal const string Default = "OneHot";

    public static string Family => "encoding";

    public static IReadOnlyList<CatalogEntry> Entries { get; } =
    [
        new(Default, "One input per category; columns with too many categories are hashed"),
        new("Ordinal", "One input: the category's position in sorted order"),
    ];

    internal static ColumnEncoding Find(string name) =>
        name.Equals(Default, StringComparison.OrdinalIgnoreCase) ? ColumnEncoding.OneHot
        : name.Equals("Ordinal", StringComparison.OrdinalIgnoreCase) ? ColumnEncoding.Ordinal
        : throw CatalogErrors.VariantUnknown<EncodeCatalog>(name);
}
