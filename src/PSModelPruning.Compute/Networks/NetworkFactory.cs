using PSModelPruning.Compute.Networks.Building;
using PSModelPruning.Compute.Networks.Presets;
using PSModelPruning.Compute.Networks.Specification;

namespace PSModelPruning.Compute.Networks;

/// <summary>Makes untrained networks. The same seed gives the same starting weights, bit for bit.</summary>
internal static class NetworkFactory
{
    /// <summary>Makes a network that is known by name.</summary>
    /// <param name="preset">A name of <see cref="PresetCatalog"/>, in any case.</param>
    /// <param name="inputShape">The shape of a row: <c>[inputs]</c> or <c>[channels, height, width]</c>.</param>
    /// <param name="outputs">The number of classes, or 1.</param>
    /// <param name="seed">The seed of the starting weights.</param>
    /// <exception cref="ComputeException"><c>VariantUnknown</c>; <c>ShapeMismatch</c>: the preset is not made for such rows.</exception>
    internal static Graph FromPreset(string preset, IReadOnlyList<int> inputShape, int outputs, int seed) =>
        PresetCatalog.Get(preset).Build(inputShape, outputs, seed);

    /// <summary>Makes a network from layers in words; the output layer is added. See <see cref="LayerSpecification"/>.</summary>
    internal static Graph FromLayers(IReadOnlyList<string> layers, IReadOnlyList<int> inputShape, int outputs, int seed) =>
        LayerSpecification.Build(layers, inputShape, outputs, seed);

    /// <summary>
    /// Makes a network of the same architecture as another, with new starting weights in float32: also one that pruning or quantizing made.
    /// </summary>
    /// <param name="graph">The other network.</param>
    /// <param name="seed">The seed of the starting weights.</param>
    /// <param name="keepsMasks">Whether elements that were pruned stay zero.</param>
    internal static Graph Like(Graph graph, int seed, bool keepsMasks = false)
    {
        if (!graph.IsQuantized())
            return Reinitialization.Of(graph, seed, keepsMasks);
        using Graph precise = graph.InSinglePrecision();
        return Reinitialization.Of(precise, seed, keepsMasks);
    }

    /// <summary>Makes a fully connected network with rectifiers; images are flattened first.</summary>
    /// <param name="inputShape">The shape of a row.</param>
    /// <param name="outputs">The number of classes, or 1.</param>
    /// <param name="seed">The seed of the starting weights.</param>
    /// <param name="hidden">The neurons of each hidden layer.</param>
    internal static Graph Mlp(IReadOnlyList<int> inputShape, int outputs, int seed, params int[] hidden) =>
        FromLayers([.. hidden.SelectMany(neurons => new[] { $"linear {neurons}", "relu" })], inputShape, outputs, seed);
}
