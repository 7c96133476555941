namespace PSModelPruning.Compute.Tests.Pruning.Neighbors;

/// <summary>
/// The rules of condensing and editing as their authors wrote them down: every distance is computed whenever it is needed, by nothing of
/// the project.
/// </summary>
internal sealed class ReferenceRules(NeighborModel model)
{
    private readonly int _width = model.Preprocessing.Width;
    private readonly int _classes = model.Classes.Count;

    internal int[] All { get; } = [.. Enumerable.Range(0, model.Prototypes)];

    internal int Class(int row) => (int)model.Targets.Span[row];

    internal double Distance(int a, int b)
    {
        double sum = 0;
        for (int i = 0; i < _width; i++)
            sum += Math.Pow((double)model.Inputs.Span[a * _width + i] - model.Inputs.Span[b * _width + i], 2);
        return sum;
    }

    internal int[] Nearest(int row, IEnumerable<int> among, int count) =>
        [.. among.Where(other => other != row).OrderBy(other => Distance(row, other)).ThenBy(other => other).Take(count)];

    /// <summary>The class with the most votes, the first of several; -1 where nobody votes.</summary>
    internal int Vote(IEnumerable<int> voters) =>
        voters.Any() ? Enumerable.Range(0, _classes).OrderByDescending(c => voters.Count(voter => Class(voter) == c)).First() : -1;

    internal int[] Condense()
    {
        var kept = new List<int>();
        for (bool isGrowing = true; isGrowing; )
        {
            isGrowing = false;
            foreach (int row in All)
            {
                int nearest = kept.OrderBy(member => Distance(row, member)).ThenBy(member => member).FirstOrDefault(-1);
                if (kept.Contains(row) || (nearest >= 0 && Class(nearest) == Class(row)))
                    continue;
                kept.Add(row);
                isGrowing = true;
            }
        }
        return [.. kept];
    }

    internal int[] Edit(int[] rows, int neighbors) =>
        [.. rows.Where(row => Vote(Nearest(row, rows, neighbors)) is var vote && (vote < 0 || vote == Class(row)))];

    internal int[] AllKnn(int neighbors) =>
        [.. All.Where(row => Enumerable.Range(1, neighbors).All(k => Vote(Nearest(row, All, k)) == Class(row)))];

    internal int[] WithoutTomekLinks() =>
        [.. All.Where(row => Nearest(row, All, 1)[0] is var other && !(Nearest(other, All, 1)[0] == row && Class(other) != Class(row)))];

    /// <summary>
    /// Wilson and Martinez 2000, figure of DROP2 after a pass of editing: every list is made anew whenever it is asked for.
    /// </summary>
    internal int[] Drop3(int neighbors)
    {
        int[] rows = Edit(All, neighbors);
        var left = rows.ToList();
        int[] order =
        [
            .. rows.OrderByDescending(row =>
                    rows.Where(other => Class(other) != Class(row))
                        .Select(other => Distance(row, other))
                        .DefaultIfEmpty(double.PositiveInfinity)
                        .Min()
                )
                .ThenBy(row => row),
        ];
        foreach (int row in order)
        {
            int with = 0,
                without = 0;
            foreach (int associate in rows.Where(other => Nearest(other, left, neighbors + 1).Contains(row)))
            {
                with += Vote(Nearest(associate, left, neighbors)) == Class(associate) ? 1 : 0;
                without += Vote(Nearest(associate, left.Where(other => other != row), neighbors)) == Class(associate) ? 1 : 0;
            }
            if (without >= with)
                left.Remove(row);
        }
        return [.. left.Order()];
    }
}
