using System.Collections;

namespace PSModelPruning.Compute.Networks.Packing;

/// <summary>
/// Which elements of a tensor share a scale, as runs of neighbouring elements in row-major order: every entry of an axis has groups of so
/// many elements, counted in row-major order of the other axes.
/// </summary>
internal sealed class ScaleRuns : IEnumerable<(int First, int Count, int Group)>
{
    private readonly int _outer;
    private readonly int _entries;
    private readonly int _inner;
    private readonly int _groupSize;
    private readonly int _groupsOfEntry;

    private ScaleRuns(int outer, int entries, int inner, int groupSize)
    {
        (_outer, _entries, _inner) = (outer, entries, inner);
        int elements = outer * inner;
        _groupSize = groupSize == 0 ? Math.Max(1, elements) : groupSize;
        _groupsOfEntry = elements == 0 ? 0 : (elements - 1) / _groupSize + 1;
    }

    /// <summary>How many scales there are.</summary>
    internal int Groups => _entries * _groupsOfEntry;

    /// <param name="shape">The tensor's shape.</param>
    /// <param name="axis">The axis whose entries have their own scales, 0 ≤ axis &lt; number of axes.</param>
    /// <param name="groupSize">Elements that share a scale; 0 for all of an entry.</param>
    internal static ScaleRuns Of(IReadOnlyList<long> shape, int axis, int groupSize) =>
        new(
            (int)shape.Take(axis).Aggregate(1L, (product, size) => product * size),
            (int)shape[axis],
            (int)shape.Skip(axis + 1).Aggregate(1L, (product, size) => product * size),
            groupSize
        );

    /// <inheritdoc/>
    public IEnumerator<(int First, int Count, int Group)> GetEnumerator()
    {
        for (int outer = 0; outer < _outer; outer++)
        {
            for (int entry = 0; entry < _entries; entry++)
            {
                for (int inner = 0; inner < _inner; )
                {
                    int place = outer * _inner + inner;
                    int count = Math.Min(_inner - inner, _groupSize - place % _groupSize);
                    yield return ((outer * _entries + entry) * _inner + inner, count, entry * _groupsOfEntry + place / _groupSize);
                    inner += count;
                }
            }
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
