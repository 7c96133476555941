using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Pruning.Networks.Structures;
using PSModelPruning.Compute.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Pruning.Networks.Granularities;

/// <summary>
/// Masks units as if they had been removed, without changing shapes: everything trainable that makes, accompanies and reads them is zero
/// and stays zero in training. Because the readers are zero, the output equals that of the removed network.
/// </summary>
internal static class UnitMask
{
    /// <summary>
    /// The masks of all trainable parameters that the units have a part in, with what was masked before: 1 stays, 0 goes. They belong to
    /// the caller's dispose scope.
    /// </summary>
    internal static Dictionary<string, Tensor> Create(Graph graph, IEnumerable<PruningUnit> units)
    {
        using IDisposable withoutGradient = no_grad();
        var masks = new Dictionary<string, Tensor>();
        foreach (
            IGrouping<(string Parameter, int Axis), ParameterSlice> slices in units
                .SelectMany(unit => unit.Slices)
                .GroupBy(slice => (slice.Parameter, slice.Axis))
        )
        {
            GraphParameter parameter = graph.Parameters[slices.Key.Parameter];
            if (!parameter.IsTrainable)
                continue;
            if (!masks.TryGetValue(parameter.Name, out Tensor? mask))
                masks.Add(parameter.Name, mask = parameter.Mask?.clone() ?? ones_like(parameter.Value.detach()));
            mask.Fill(slices.Key.Axis, tensor([.. slices.Select(slice => (long)slice.Index).Distinct()]), 0);
        }
        return masks;
    }

    internal static void Apply(Graph graph, IReadOnlyDictionary<string, Tensor> masks)
    {
        foreach ((string name, Tensor mask) in masks)
        {
            graph.Parameters[name].SetMask(mask);
            graph.Parameters[name].ApplyMask();
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
