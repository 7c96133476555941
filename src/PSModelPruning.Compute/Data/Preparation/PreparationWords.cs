using System.Globalization;

namespace PSModelPruning.Compute.Data;

/// <summary>Builds the sentence that tells what was inferred about a column and done to it.</summary>
internal sealed class PreparationWords(ColumnKind kind, IEnumerable<string> notes)
{
    private readonly List<string> _parts =
    [
        kind == ColumnKind.DateTime ? "date or time, as seconds since 1970 (UTC)" : kind.ToString().ToLowerInvariant(),
        .. notes,
    ];

    internal void Add(string part) => _parts.Add(part);

    internal void Clipped(double low, double high) => Add($"clipped to {Short(low)} … {Short(high)}");

    internal void Filled(int missing, string replacement, MissingStrategy strategy)
    {
        if (missing == 0)
            return;
        string count = missing == 1 ? "1 missing value" : $"{missing.ToString("N0", CultureInfo.InvariantCulture)} missing values";
        if (strategy.Keeps)
        {
            Add($"{count} kept as missing");
            return;
        }
        string shown = double.TryParse(replacement, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            ? Short(number)
            : replacement;
        Add(
            strategy.DropsRows
                ? $"rows with {count} dropped"
                : $"{count} filled with {shown}{(kind == ColumnKind.Category ? "" : $" ({strategy.Entry.Name.ToLowerInvariant()})")}"
        );
    }

    internal void Scaled(string method, double offset, double divisor, bool isConstant)
    {
        if (isConstant)
            Add("does not vary in the training rows");
        else if (!method.Equals("None", StringComparison.OrdinalIgnoreCase))
            Add($"{method.ToLowerInvariant()} scaled: (value - {Short(offset)}) / {Short(divisor)}");
    }

    public override string ToString() => string.Join("; ", _parts);

    internal static string Short(double number) => number.ToString("G5", CultureInfo.InvariantCulture);
}
