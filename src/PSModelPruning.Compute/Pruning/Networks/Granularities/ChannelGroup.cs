using PSModelPruning.Compute.Pruning.Networks.Structures;

namespace PSModelPruning.Compute.Pruning.Networks.Granularities;

/// <summary>The units of one group of a selection, and which of them are gone. A unit that is gone stays gone.</summary>
internal sealed class ChannelGroup
{
    private readonly int _first;
    private readonly bool[] _gone;
    private bool[] _goneBefore;

    /// <param name="group">The group.</param>
    /// <param name="first">The position of its first unit in the selection's scores.</param>
    /// <param name="original">The units that it had in the oldest ancestor.</param>
    /// <param name="fewest">The units that stay in any case.</param>
    internal ChannelGroup(UnitGroup group, int first, int original, int fewest)
    {
        (Name, Layers, Units) = (group.Name, group.Layers, group.Units);
        _first = first;
        _gone = new bool[group.Units.Count];
        _goneBefore = [.. _gone];
        Original = original;
        Fewest = Math.Clamp(fewest, 1, group.Units.Count);
    }

    internal string Name { get; }

    internal IReadOnlyList<string> Layers { get; }

    internal IReadOnlyList<PruningUnit> Units { get; }

    internal int Count => _gone.Length;

    internal int Original { get; }

    internal int Fewest { get; }

    internal int Kept => _gone.Count(gone => !gone);

    internal IEnumerable<PruningUnit> Gone => Units.Where((_, i) => _gone[i]);

    /// <summary>Those that are gone, by position in the selection's scores.</summary>
    internal IEnumerable<int> GonePositions => Enumerable.Range(0, Count).Where(i => _gone[i]).Select(i => _first + i);

    /// <summary>Starts a step: what is gone now stays gone.</summary>
    internal void BeginStep() => _goneBefore = [.. _gone];

    /// <summary>Divides the group's scores by the mean of those that are not gone.</summary>
    internal void DivideByMean(double[] scores)
    {
        double mean = Enumerable.Range(0, Count).Where(i => !_gone[i]).Average(i => scores[_first + i]);
        if (mean <= 0)
            return;
        for (int i = 0; i < Count; i++)
            scores[_first + i] /= mean;
    }

    /// <summary>
    /// Writes the group's scores into <paramref name="ranked"/>: −∞ for units that are gone, +∞ for the best <paramref name="fewest"/>.
    /// </summary>
    internal void Rank(double[] scores, double[] ranked, int fewest)
    {
        for (int i = 0; i < Count; i++)
            ranked[_first + i] = _gone[i] ? double.NegativeInfinity : scores[_first + i];
        foreach (int best in ByScore(scores).TakeLast(fewest).Where(i => !_gone[i]))
            ranked[_first + best] = double.PositiveInfinity;
    }

    /// <summary>Marks the units as gone that a choice over all groups took.</summary>
    internal void Take(bool[] goes)
    {
        for (int i = 0; i < Count; i++)
            _gone[i] |= goes[_first + i];
    }

    /// <summary>Units that are not gone and score at least the threshold; 0 where there is none.</summary>
    internal int AtLeast(double? threshold, double[] scores) =>
        threshold is { } least ? Enumerable.Range(0, Count).Count(i => !_gone[i] && scores[_first + i] >= least) : 0;

    /// <summary>Lets all go but the best <paramref name="kept"/>; none comes back.</summary>
    internal void Keep(int kept, double[] scores)
    {
        foreach (int worst in ByScore(scores).Take(Count - kept))
            _gone[worst] = true;
    }

    /// <summary>
    /// Makes the number of kept units the nearest multiple of <paramref name="multiple"/> (halves up) where anything goes, by taking the
    /// best of those that were chosen in this step back or letting further ones go.
    /// </summary>
    internal void RoundKept(int multiple, double[] scores)
    {
        int kept = Kept;
        if (multiple <= 1 || kept == Count || kept % multiple == 0)
            return;
        int rounded = (kept + multiple / 2) / multiple * multiple;
        rounded = Math.Clamp(rounded, multiple, Count);
        if (rounded > kept)
        {
            int[] back = [.. ByScore(scores).Where(i => _gone[i] && !_goneBefore[i]).TakeLast(rounded - kept)];
            if (back.Length == rounded - kept)
            {
                foreach (int unit in back)
                    _gone[unit] = false;
                return;
            }
            // What went before cannot come back.
            rounded = kept / multiple * multiple;
        }
        if (rounded >= multiple)
            Keep(rounded, scores);
    }

    /// <summary>Positions of the units, those that are gone first, then by score from the least important; equal ones in order.</summary>
    private IEnumerable<int> ByScore(double[] scores) =>
        Enumerable.Range(0, Count).OrderBy(i => _gone[i] ? 0 : 1).ThenBy(i => scores[_first + i]);
}
