namespace PSModelPruning.Compute.Runtime;

/// <summary>Finds the known names that a mistyped one may have meant, for error messages.</summary>
internal static class NearestNames
{
    /// <summary>The known names nearest to a wrong one, best first; empty where none is near.</summary>
    /// <remarks>
    /// Near means a Damerau–Levenshtein distance (optimal string alignment: insertions, deletions, substitutions and transpositions of
    /// neighbours; Damerau 1964) of at most a third of the longer name, or that one name holds the other. Case and the marks between
    /// words (blank, underscore, hyphen, point) do not count. O(known · length²).
    /// </remarks>
    /// <param name="wrong">What was typed.</param>
    /// <param name="known">What there is.</param>
    /// <param name="most">The greatest number of names that is returned.</param>
    internal static IReadOnlyList<string> Find(string wrong, IEnumerable<string> known, int most = 3)
    {
        string asked = Normalize(wrong);
        return
        [
            .. known
                .Distinct(StringComparer.OrdinalIgnoreCase)
                .Select(name => (Name: name, Distance: DistanceOfNormalized(asked, Normalize(name))))
                .Where(candidate => candidate.Distance <= 1)
                .OrderBy(candidate => candidate.Distance)
                .ThenBy(candidate => candidate.Name, StringComparer.OrdinalIgnoreCase)
                .Take(most)
                .Select(candidate => candidate.Name),
        ];
    }

    /// <summary>
    /// The end of an error message: <c>Did you mean 'a' or 'b'?</c> where something is near, otherwise <c>Known: 'a', 'b' …</c>
    /// with the first names there are.
    /// </summary>
    internal static string Hint(string wrong, IEnumerable<string> known)
    {
        const int shown = 12;
        string[] names = [.. known];
        IReadOnlyList<string> near = Find(wrong, names);
        if (near.Count > 0)
            return $"Did you mean {string.Join(" or ", near.Select(name => $"'{name}'"))}?";
        if (names.Length == 0)
            return "There are none.";
        string rest = names.Length > shown ? $" … ({names.Length} in all)" : "";
        return $"Known: {string.Join(", ", names.Take(shown).Select(name => $"'{name}'"))}{rest}.";
    }

    /// <summary>
    /// The edit distance of two names, with neighbouring letters that changed places counted as one edit (optimal string alignment).
    /// </summary>
    internal static int Distance(string a, string b)
    {
        int[] beforeLast = new int[b.Length + 1];
        int[] last = [.. Enumerable.Range(0, b.Length + 1)];
        int[] row = new int[b.Length + 1];
        for (int i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int substitution = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                row[j] = Math.Min(substitution, Math.Min(last[j], row[j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    row[j] = Math.Min(row[j], beforeLast[j - 2] + 1);
            }
            (beforeLast, last, row) = (last, row, beforeLast);
        }
        return last[b.Length];
    }

    /// <summary>0 for equal names, up to 1 for the farthest that is still near, more beyond.</summary>
    private static double DistanceOfNormalized(string asked, string name)
    {
        if (asked.Length == 0 || name.Length == 0)
            return asked.Length == name.Length ? 0 : 2;
        int allowed = Math.Max(1, Math.Max(asked.Length, name.Length) / 3);
        double distance = (double)Distance(asked, name) / allowed;
        bool holds =
            Math.Min(asked.Length, name.Length) >= 3
            && (name.Contains(asked, StringComparison.Ordinal) || asked.Contains(name, StringComparison.Ordinal));
        return holds ? Math.Min(distance, 1) : distance;
    }

    private static string Normalize(string name) =>
        string.Concat(name.Where(letter => letter is not (' ' or '_' or '-' or '.'))).ToLowerInvariant();
}
