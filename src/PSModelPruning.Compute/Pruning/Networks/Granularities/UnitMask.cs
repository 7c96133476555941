using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Pruning.Networks.Structures;
using TorchSharp;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Pruning.Networks.Granularities;

/// <summary>
/// Masks units as if they had been removed, without changing shapes: everything trainable that makes, accompanies and reads them is zero
/// and stays zero in training. Because the readers are zero, the output equals that of the removed network.
/// </summary>
internal static class UnitMask
{
    internal static void Apply(Graph graph, IReadOnlyCollection<PruningUnit> units)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable withoutGradient = no_grad();
        foreach (IGrouping<(string Parameter, int Axis), ParameterSlice> slices in units.SelectMany(unit => unit.Slices)
            .GroupBy(slice => (slice.Parameter, slice.Axis)))
        {
            GraphParameter parameter = graph.Parameters[slices.Key.Parameter];
            if (!parameter.IsTrainable)
                continue;
            Tensor mask = parameter.Mask?.clone() ?? ones_like(parameter.Value.detach());
            mask.index_fill_(slices.Key.Axis, tensor([.. slices.Select(slice => (long)slice.Index).Distinct()]), 0);
            parameter.SetMask(mask);
            parameter.ApplyMask();
        }
    }

    /// <summary>Drops masks under which nothing is pruned.</summary>
    internal static void DropIdle(Graph graph)
    {
        using DisposeScope scope = NewDisposeScope();
        foreach (GraphParameter parameter in graph.Parameters.Values)
        {
            if (parameter.Mask is { } mask && count_nonzero(mask).item<long>() == mask.numel())
                parameter.SetMask(null);
        }
    }
}
