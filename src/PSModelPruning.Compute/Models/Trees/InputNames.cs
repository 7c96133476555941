using System.Globalization;
using PSModelPruning.Compute.Data;

namespace PSModelPruning.Compute.Models.Trees;

/// <summary>
/// What the inputs of a model mean to a person: features by name, thresholds in the features' own units, one-hot inputs as categories.
/// </summary>
internal sealed class InputNames
{
    private readonly DatasetColumn?[] _columns;

    internal InputNames(Preprocessing preprocessing)
    {
        _columns = new DatasetColumn?[preprocessing.Width];
        foreach (DatasetColumn feature in preprocessing.Features)
        {
            for (int i = 0; i < feature.InputCount; i++)
                _columns[feature.FirstInput + i] = feature;
        }
    }

    /// <summary>The condition under which a row takes one side of a split.</summary>
    /// <param name="input">The input that is compared.</param>
    /// <param name="threshold">The threshold in the input's own scale.</param>
    /// <param name="left">Whether the condition is that of the left side, at most the threshold.</param>
    internal string Condition(int input, float threshold, bool left)
    {
        DatasetColumn? column = _columns[input];
        string name = column?.Name ?? $"input {input}";
        if (float.IsPositiveInfinity(threshold))
            return left ? $"{name} is known" : $"{name} is missing";
        return column switch
        {
            null => $"{name} {(left ? "<=" : ">")} {Short(threshold)}",
            { Encoding: ColumnEncoding.OneHot } => $"{name} {(left ? "!=" : "=")} {column.Categories[input - column.FirstInput]}",
            { Encoding: ColumnEncoding.Hash } => $"{name} {(left ? "not " : "")}in hash bucket {input - column.FirstInput}",
            { Kind: ColumnKind.Boolean } => $"{name} = {column.Categories[left ? 0 : 1]}",
            { Encoding: ColumnEncoding.Ordinal } => Ordinal(column, threshold, left),
            { Kind: ColumnKind.DateTime } => $"{name} {(left ? "<=" : ">")} {Date(Own(column, threshold))}",
            _ => $"{name} {(left ? "<=" : ">")} {Short(Own(column, threshold))}",
        };
    }

    /// <summary>Whether the input may be missing.</summary>
    internal bool KeepsMissing(int input) =>
        _columns[input] is { KeepsMissing: true, Encoding: not (ColumnEncoding.OneHot or ColumnEncoding.Hash) };

    /// <summary>A threshold in the column's own units.</summary>
    private static double Own(DatasetColumn column, float threshold) => threshold * column.Divisor + column.Offset;

    /// <summary>The categories on one side of a position; the shorter list is written, the longer one as what it is not.</summary>
    private static string Ordinal(DatasetColumn column, float threshold, bool left)
    {
        int below = (int)Math.Clamp(Math.Floor(Own(column, threshold)) + 1, 0, column.Categories.Count);
        string[] own = [.. left ? column.Categories.Take(below) : column.Categories.Skip(below)];
        string[] other = [.. left ? column.Categories.Skip(below) : column.Categories.Take(below)];
        return own.Length <= other.Length
            ? $"{column.Name} {(own.Length == 1 ? "=" : "in")} {string.Join(", ", own)}"
            : $"{column.Name} {(other.Length == 1 ? "!=" : "not in")} {string.Join(", ", other)}";
    }

    private static string Date(double seconds)
    {
        const double last = 253_402_300_799,
            first = -62_135_596_800;
        DateTime date = DateTime.UnixEpoch.AddSeconds(Math.Clamp(seconds, first, last));
        return date.ToString(date.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
    }

    private static string Short(double number) => number.ToString("G6", CultureInfo.InvariantCulture);
}
