using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Pruning.Networks.Structures;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Pruning.Networks.Criteria;

/// <summary>
/// Adds element scores up to unit scores in a few tensor operations: for each axis of a weight that belongs to units, the sums over its
/// slices are scattered to their units. O(elements).
/// </summary>
internal sealed class UnitIndex
{
    private readonly AxisMap[] _axes;

    /// <param name="graph">The graph that the units are of.</param>
    /// <param name="units">The units, in the order of their scores.</param>
    internal UnitIndex(Graph graph, IReadOnlyList<PruningUnit> units)
    {
        Count = units.Count;
        _axes = [.. units
            .SelectMany((unit, position) => unit.Slices.Where(slice => slice.Role != SliceRole.Companion && graph.Parameters[slice.Parameter].IsTrainable)
                .Select(slice => (slice, position)))
            .GroupBy(entry => (entry.slice.Parameter, entry.slice.Axis, entry.slice.Role))
            .Select(axis => new AxisMap(axis.Key.Parameter, axis.Key.Axis, axis.Key.Role,
                [.. axis.Select(entry => (long)entry.slice.Index)], [.. axis.Select(entry => (long)entry.position)]))];
        Weights = [.. _axes.Select(axis => axis.Parameter).Distinct()];
    }

    /// <summary>Units.</summary>
    internal int Count { get; }

    /// <summary>Names of the weights that make or read units.</summary>
    internal IReadOnlyCollection<string> Weights { get; }

    /// <summary>The sum of the scores over the weights that make or read each unit, <c>[units]</c>, float64.</summary>
    internal Tensor Sum(IReadOnlyDictionary<string, Tensor> scores) => Sum(scores, _axes);

    /// <summary>The sum over the weights that read each unit, <c>[units]</c>, float64: those of later layers.</summary>
    internal Tensor SumReaders(IReadOnlyDictionary<string, Tensor> scores) => Sum(scores, _axes.Where(axis => axis.Role == SliceRole.Consumer));

    private Tensor Sum(IReadOnlyDictionary<string, Tensor> scores, IEnumerable<AxisMap> axes)
    {
        Tensor sums = zeros([Count], ScalarType.Float64);
        foreach (AxisMap axis in axes)
        {
            Tensor score = scores[axis.Parameter].to_type(ScalarType.Float64);
            long[] others = [.. Enumerable.Range(0, (int)score.dim()).Where(other => other != axis.Axis).Select(other => (long)other)];
            Tensor slices = others.Length == 0 ? score : score.sum(others);
            sums.index_add_(0, tensor(axis.Units), slices.index_select(0, tensor(axis.Slices)), 1);
        }
        return sums;
    }

    /// <summary>Which slices of one axis of one weight belong to which units.</summary>
    private sealed record AxisMap(string Parameter, int Axis, SliceRole Role, long[] Slices, long[] Units);
}
