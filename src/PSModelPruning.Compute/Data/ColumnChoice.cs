using System.Globalization;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Data;

/// <summary>Which columns of a table are features, target or left out, decided from its header before its rows are read.</summary>
internal sealed class ColumnChoice
{
    private readonly HashSet<string> _excluded;
    private readonly HashSet<string> _rowNames;

    private ColumnChoice(TableLayout layout, string target, HashSet<string> excluded, HashSet<string> rowNames)
    {
        Layout = layout;
        Target = target;
        _excluded = excluded;
        _rowNames = rowNames;
    }

    /// <summary>The column whose equal values keep rows in one partition; null for none. No feature.</summary>
    internal string? Group { get; private init; }

    /// <summary>The column by which the latest rows are tested; null for none. A feature, unless it was excluded.</summary>
    internal string? Time { get; private init; }

    /// <summary>Whether a column becomes a feature.</summary>
    internal bool IsFeature(string name) => name != Target && name != Group && !_excluded.Contains(name);

    internal TableLayout Layout { get; }

    /// <summary>The target column's name.</summary>
    internal string Target { get; }

    internal string ReasonExcluded(string name) =>
        name == Group ? "keeps rows together; not used"
        : _rowNames.Contains(name) ? "names of the rows; not used"
        : "excluded as asked";

    /// <summary>Reads the header and applies the caller's words to it.</summary>
    /// <exception cref="ComputeException"><c>TargetRequired</c>, <c>TargetNotFound</c>, <c>FeatureNotFound</c>,
    /// <c>NoFeatures</c>.</exception>
    internal static ColumnChoice Make(TableSource source, ImportOptions options)
    {
        TableOptions tableOptions =
            options.Target is { Length: > 0 } name && !TryPlace(name, out _)
                ? options.Table with
                {
                    ExpectedNames = [name],
                }
                : options.Table;
        TableLayout layout;
        using (TableStream stream = source.Open())
            layout = TableLayoutDetector.Detect(stream, tableOptions, source.Name);
        string target = ResolveTarget(options.Target, layout, source.Name);
        string? group = options.GroupColumn is { } together ? Resolve(together, layout, Option.GroupColumn) : null,
            time = options.TimeColumn is { } when ? Resolve(when, layout, Option.TimeColumn) : null;
        foreach (string declared in options.Kinds.Count == 0 ? [] : options.Kinds.Keys)
        {
            if (!layout.Names.Contains(declared, StringComparer.OrdinalIgnoreCase))
                throw DataErrors.ColumnNotFound(Option.ColumnType, declared, layout.Names);
        }
        HashSet<string> excluded = new(StringComparer.Ordinal);
        foreach (string pattern in options.ExcludedFeatures)
            excluded.UnionWith(Matches(pattern, layout.Names, Option.ExcludeFeature));
        if (options.Features.Count > 0)
        {
            HashSet<string> wanted = [.. options.Features.SelectMany(pattern => Matches(pattern, layout.Names, Option.Feature))];
            excluded.UnionWith(layout.Names.Where(column => !wanted.Contains(column)));
        }
        HashSet<string> rowNames = layout.HeaderIsShort && !options.Features.Contains(layout.Names[0]) ? [layout.Names[0]] : [];
        excluded.UnionWith(rowNames);
        excluded.Remove(target);
        return layout.Names.All(column => column == target || column == group || excluded.Contains(column))
            ? throw DataErrors.NoFeatures()
            : new ColumnChoice(layout, target, excluded, rowNames) { Group = group, Time = time };
    }

    internal TableRequest Request(ImportOptions options)
    {
        return new TableRequest
        {
            Options = options.Table with { HasHeader = Layout.HasHeader, Delimiter = Layout.Delimiter, ExpectedNames = [] },
            Target = Target,
            TakesUnreadableAsMissing = options.TakesUnreadableAsMissing,
            IsExcluded = name => _excluded.Contains(name) && name != Group && name != Time,
            Kinds =
                options.Kinds.Count == 0
                    ? options.Kinds
                    : new Dictionary<string, ColumnKind>(options.Kinds, StringComparer.OrdinalIgnoreCase),
        };
    }

    /// <summary>Reads the place of a column, which is written alike in every culture.</summary>
    private static bool TryPlace(string text, out int place) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out place);

    private static string ResolveTarget(string? target, TableLayout layout, string path)
    {
        IReadOnlyList<string> names = layout.Names;
        if (string.IsNullOrEmpty(target))
            throw DataErrors.TargetRequired(path, names);
        return Resolve(target, layout, Option.Target);
    }

    /// <summary>The column of a name, with any case, or of a place.</summary>
    private static string Resolve(string target, TableLayout layout, OptionName option)
    {
        IReadOnlyList<string> names = layout.Names;
        if (names.FirstOrDefault(name => name == target) is { } exact)
            return exact;
        if (names.FirstOrDefault(name => name.Equals(target, StringComparison.OrdinalIgnoreCase)) is { } loose)
            return loose;
        if (TryPlace(target, out int place) && place != 0 && Math.Abs(place) <= names.Count)
            return place > 0 ? names[place - 1] : names[names.Count + place];
        throw DataErrors.ColumnNotFound(option, target, names);
    }

    private static IReadOnlyList<string> Matches(string pattern, IReadOnlyList<string> names, OptionName option)
    {
        List<string> matches = [.. names.Where(name => name.Equals(pattern, StringComparison.OrdinalIgnoreCase))];
        if (matches.Count == 0)
            matches = [.. names.Where(name => System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(pattern, name))];
        return matches.Count > 0 ? matches : throw DataErrors.ColumnNotFound(option, pattern, names);
    }
}
