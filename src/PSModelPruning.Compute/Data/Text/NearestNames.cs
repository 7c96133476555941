namespace PSModelPruning.Compute.Data;

/// <summary>The names nearest to a misspelt one, by edit distance (Levenshtein, 1966), without regard to case.</summary>
internal static class NearestNames
{
    private const int Shown = 5;

    internal static IEnumerable<string> Of(string name, IEnumerable<string> known) =>
        known.Select((candidate, place) => (candidate, place, Distance: Distance(name.ToUpperInvariant(), candidate.ToUpperInvariant())))
            .OrderBy(item => item.Distance).ThenBy(item => item.place).Take(Shown).Select(item => item.candidate);

    private static int Distance(string a, string b)
    {
        int[] previous = [.. Enumerable.Range(0, b.Length + 1)];
        var current = new int[b.Length + 1];
        for (int i = 1; i <= a.Length; i++)
        {
            current[0] = i;
            for (int j = 1; j <= b.Length; j++)
                current[j] = Math.Min(Math.Min(current[j - 1], previous[j]) + 1, previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
            (previous, current) = (current, previous);
        }
        return previous[b.Length];
    }
}
