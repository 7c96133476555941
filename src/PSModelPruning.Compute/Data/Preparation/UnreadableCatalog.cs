using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Data;

/// <summary>What is done about single texts in a column of numbers or dates.</summary>
internal sealed class UnreadableCatalog : ICatalog
{
    internal const string Error = "Error";
    internal const string Missing = "Missing";

    public static string Family => "treatment of values that do not fit";

    public static IReadOnlyList<CatalogEntry> Entries { get; } =
    [
        new(Error, "A text in a column of numbers or dates is an error"),
        new(Missing, "A text in a column of numbers or dates is taken as a missing value"),
    ];
}
