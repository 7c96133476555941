using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Pruning.Networks.Structures;
using PSModelPruning.Compute.Runtime;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Pruning.Networks.Criteria;

/// <summary>
/// Adds element scores up to unit scores in a few tensor operations: for each axis of a parameter that belongs to units, the sums over its
/// slices are scattered to their units. O(elements).
/// </summary>
internal sealed class UnitIndex
{
    private readonly UnitAxis[] _axes;

    /// <param name="graph">The graph that the units are of.</param>
    /// <param name="units">The units, in the order of their scores.</param>
    internal UnitIndex(Graph graph, IReadOnlyList<PruningUnit> units)
    {
        Units = units;
        _axes =
        [
            .. units
                .SelectMany(
                    (unit, position) =>
                        unit.Slices.Where(slice => graph.Parameters[slice.Parameter].IsTrainable).Select(slice => (slice, position))
                )
                .GroupBy(entry => (entry.slice.Parameter, entry.slice.Axis, entry.slice.Role))
                .Select(axis => new UnitAxis(
                    axis.Key.Parameter,
                    axis.Key.Axis,
                    axis.Key.Role,
                    [.. axis.Select(entry => (long)entry.slice.Index)],
                    [.. axis.Select(entry => (long)entry.position)]
                )),
        ];
        Weights = [.. _axes.Where(axis => axis.Role != SliceRole.Companion).Select(axis => axis.Parameter).Distinct()];
    }

    /// <summary>The units, in the order of their scores.</summary>
    internal IReadOnlyList<PruningUnit> Units { get; }

    /// <summary>The slices of the parameters that belong to units.</summary>
    internal IReadOnlyList<UnitAxis> Axes => _axes;

    /// <summary>Units.</summary>
    internal int Count => Units.Count;

    /// <summary>Names of the weights that make or read units.</summary>
    internal IReadOnlyCollection<string> Weights { get; }

    /// <summary>The sum of the scores over the weights that make or read each unit, <c>[units]</c>, float64.</summary>
    internal Tensor Sum(IReadOnlyDictionary<string, Tensor> scores) =>
        Scatter(axis => axis.Role == SliceRole.Companion ? null : SumSlices(scores[axis.Parameter], axis.Axis));

    /// <summary>The sum over the weights that make each unit, <c>[units]</c>, float64.</summary>
    internal Tensor SumMakers(IReadOnlyDictionary<string, Tensor> scores) =>
        Scatter(axis => axis.Role == SliceRole.Producer ? SumSlices(scores[axis.Parameter], axis.Axis) : null);

    /// <summary>The sum over the weights that read each unit, <c>[units]</c>, float64: those of later layers.</summary>
    internal Tensor SumReaders(IReadOnlyDictionary<string, Tensor> scores) =>
        Scatter(axis => axis.Role == SliceRole.Consumer ? SumSlices(scores[axis.Parameter], axis.Axis) : null);

    /// <summary>
    /// As <see cref="SumReaders"/>, for scores with an axis of examples before the others: <c>[examples, units]</c>, float64.
    /// </summary>
    internal Tensor SumReadersByExample(IReadOnlyDictionary<string, Tensor> scores)
    {
        Tensor sums = zeros([scores.Values.First().size(0), Count], ScalarType.Float64);
        foreach (UnitAxis axis in _axes.Where(axis => axis.Role == SliceRole.Consumer))
        {
            Tensor slices = scores[axis.Parameter].transpose(1, axis.Axis + 1).flatten(2).sum(2, type: ScalarType.Float64);
            sums.AddAt(1, tensor(axis.Units), slices.index_select(1, tensor(axis.Slices)));
        }
        return sums;
    }

    /// <summary>Adds numbers that belong to slices up to their units.</summary>
    /// <param name="scores">For an axis a number for each of its slices, all those of the parameter in order, or null for none.</param>
    /// <returns><c>[units]</c>, float64; belongs to the caller's dispose scope.</returns>
    internal Tensor Scatter(Func<UnitAxis, Tensor?> scores)
    {
        Tensor sums = zeros([Count], ScalarType.Float64);
        foreach (UnitAxis axis in _axes)
        {
            if (scores(axis) is { } slices)
                sums.AddAt(0, tensor(axis.Units), slices.to_type(ScalarType.Float64).index_select(0, tensor(axis.Slices)));
        }
        return sums;
    }

    private static Tensor SumSlices(Tensor scores, int axis) =>
        scores.transpose(0, axis).reshape(scores.size(axis), -1).sum(1, type: ScalarType.Float64);
}
