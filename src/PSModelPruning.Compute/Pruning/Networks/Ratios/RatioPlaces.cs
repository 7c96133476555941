using PSModelPruning.Compute.Networks;

namespace PSModelPruning.Compute.Pruning.Networks.Ratios;

/// <summary>The layers at the ends of a network, which some rules treat gently.</summary>
internal sealed class RatioPlaces
{
    private readonly string? _firstConvolution;
    private readonly string? _lastLinear;

    internal RatioPlaces(Graph graph)
    {
        IReadOnlyList<(Node Node, GraphParameter Weight)> layers = graph.PrunableWeights();
        if (layers.Count == 0)
            return;
        _firstConvolution = Form(layers[0]) == MatrixForm.Convolution ? layers[0].Node.Name : null;
        _lastLinear = Form(layers[^1]) == MatrixForm.Linear ? layers[^1].Node.Name : null;
    }

    private static MatrixForm? Form((Node Node, GraphParameter Weight) layer) =>
        layer.Node.Operator.MatrixOf(layer.Node, layer.Weight.Name)?.Form;

    /// <summary>The layer with what is known of its place.</summary>
    internal RatioLayer Mark(RatioLayer layer) =>
        layer with
        {
            IsFirstConvolution = _firstConvolution is not null && layer.Layers.Contains(_firstConvolution),
            IsLastLinear = _lastLinear is not null && layer.Layers.Contains(_lastLinear),
        };
}
