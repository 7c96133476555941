namespace PSModelPruning.Compute.Importance;

/// <summary>The values of one feature or target over some rows: categories, or numbers in the column's own units.</summary>
internal sealed class FeatureColumn
{
    private FeatureColumn(string name, double[] values, int[] codes, int codeCount)
    {
        Name = name;
        Values = values;
        Codes = codes;
        CodeCount = codeCount;
    }

    internal string Name { get; }

    /// <summary>True for categories, false for numbers.</summary>
    internal bool IsCategory => CodeCount > 0;

    /// <summary>Numbers, <c>[rows]</c>; empty for categories.</summary>
    internal double[] Values { get; }

    /// <summary>Categories, <c>[rows]</c>, from 0; empty for numbers.</summary>
    internal int[] Codes { get; }

    /// <summary>One more than the greatest code that can occur; 0 for numbers.</summary>
    internal int CodeCount { get; }

    internal int Rows => IsCategory ? Codes.Length : Values.Length;

    internal static FeatureColumn OfNumbers(string name, double[] values) => new(name, values, [], 0);

    internal static FeatureColumn OfCategories(string name, int[] codes, int codeCount) => new(name, [], codes, codeCount);

    /// <summary>The rows in which a number is not missing, and the target's values there; the columns themselves where none is.</summary>
    internal static (FeatureColumn Feature, FeatureColumn Target) Present(FeatureColumn feature, FeatureColumn target)
    {
        if (!feature.Values.Any(double.IsNaN))
            return (feature, target);
        int[] rows = [.. Enumerable.Range(0, feature.Values.Length).Where(row => !double.IsNaN(feature.Values[row]))];
        return (
            OfNumbers(feature.Name, [.. rows.Select(row => feature.Values[row])]),
            target.IsCategory
                ? OfCategories(target.Name, [.. rows.Select(row => target.Codes[row])], target.CodeCount)
                : OfNumbers(target.Name, [.. rows.Select(row => target.Values[row])])
        );
    }

    /// <summary>Rows of each category.</summary>
    internal int[] CodeCounts()
    {
        var counts = new int[CodeCount];
        foreach (int code in Codes)
            counts[code]++;
        return counts;
    }
}
