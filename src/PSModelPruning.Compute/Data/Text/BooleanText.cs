namespace PSModelPruning.Compute.Data;

/// <summary>The pairs of words that are read as false and true.</summary>
internal static class BooleanText
{
    private static readonly (string False, string True)[] Pairs =
    [
        ("0", "1"),
        ("false", "true"),
        ("no", "yes"),
        ("n", "y"),
        ("f", "t"),
        ("off", "on"),
    ];

    /// <summary>The two texts in the order false, true; null where they are no such pair.</summary>
    internal static IReadOnlyList<string>? Order(IReadOnlyList<string> texts)
    {
        if (texts.Count != 2)
            return null;
        foreach ((string no, string yes) in Pairs)
        {
            if (Same(texts[0], no) && Same(texts[1], yes))
                return texts;
            if (Same(texts[1], no) && Same(texts[0], yes))
                return [texts[1], texts[0]];
        }
        return null;
    }

    /// <summary>The text for a value, in words of the column: its category that means the same; otherwise the value's own word.</summary>
    internal static string Word(bool value, IReadOnlyList<string> categories)
    {
        foreach ((string no, string yes) in Pairs)
        {
            string word = value ? yes : no;
            if (categories.FirstOrDefault(category => Same(category, word)) is { } match)
                return match;
        }
        return value ? "True" : "False";
    }

    private static bool Same(string a, string b) => a.Equals(b, StringComparison.OrdinalIgnoreCase);
}
