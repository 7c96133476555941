namespace PSModelPruning.Compute.Pruning.Networks.Ratios;

/// <summary>
/// Every layer loses as much as costs the same: the greatest sparsity at which its own measurement predicts no more than a loss τ, with the
/// one τ for which the whole network's sparsity is right. So layers that bear pruning lose more. Layers that were not measured stay as they
/// are.
/// </summary>
/// <remarks>
/// That ratios follow the sensitivity of single layers is Han et al. 2015 and Li et al., "Pruning Filters for Efficient ConvNets", 2017,
/// section 3.2.
/// </remarks>
internal sealed class SensitivityRatios : LayerRatios
{
    private readonly LayerSensitivity[] _points;
    private readonly Dictionary<string, SensitivityCurve> _curves;

    /// <param name="points">The measurements of the layers of the network.</param>
    /// <exception cref="ComputeException"><c>LayerSparsityInvalid</c>: there are none, or they are of several granularities.</exception>
    internal SensitivityRatios(IEnumerable<LayerSensitivity> points)
    {
        _points = [.. points];
        if (_points.Length == 0)
            throw PruningErrors.LayerSparsityEmpty();
        if (_points.Select(point => point.Granularity).Distinct(StringComparer.OrdinalIgnoreCase).Count() > 1)
            throw PruningErrors.LayerSparsityMixed();
        _curves = _points.GroupBy(point => point.Layer).ToDictionary(group => group.Key, group => new SensitivityCurve(group));
    }

    internal override string Name => $"sensitivity of {_curves.Count} layers by {_points[0].Method}";

    /// <summary>What the layers were measured with, where nothing else was said.</summary>
    /// <exception cref="ComputeException"><c>LayerSparsityGranularity</c>: they were measured for another granularity.</exception>
    internal override PruningOptions Complete(PruningOptions options)
    {
        string measured = _points[0].Granularity;
        NetworkPruningOptions network = options.Network;
        if (
            network.Granularity is { } granularity
            && options.Variants.Granularity(granularity).Scored != options.Variants.Granularity(measured).Scored
        )
            throw PruningErrors.LayerSparsityGranularity(granularity, measured);
        return options with
        {
            Network = network with { Granularity = options.SaysGranularity ? network.Granularity : measured },
            Method = options.Method ?? _points[0].Method,
        };
    }

    /// <exception cref="ComputeException"><c>LayerNotFound</c>: a layer that was measured is not in the network.</exception>
    internal override void Check(IReadOnlyList<RatioLayer> layers, IReadOnlyDictionary<string, string> untouched)
    {
        foreach (LayerSensitivity point in _points)
        {
            if (
                !layers.Any(layer => layer.Name == point.Layer || layer.Layers.Contains(point.Layer))
                && !untouched.ContainsKey(point.Layers.FirstOrDefault(point.Layer))
            )
                throw PruningErrors.LayerUnknown(point.Layer, layers.Select(layer => layer.Name));
        }
    }

    internal override long Most(RatioLayer layer) => CurveOf(layer) is null ? layer.Gone : layer.Most;

    internal override double[] Densities(IReadOnlyList<RatioLayer> layers, double sparsity)
    {
        SensitivityCurve?[] curves = [.. layers.Select(CurveOf)];
        double wanted = sparsity * layers.Sum(layer => layer.Original),
            low = 0,
            high = curves.Max(curve => curve?.Greatest ?? 0);
        for (int step = 0; step < 100; step++)
        {
            double middle = (low + high) / 2;
            if (Gone(middle).Sum() < wanted)
                low = middle;
            else
                high = middle;
        }
        double[] gone = Gone(high);
        return [.. layers.Select((layer, i) => 1 - gone[i] / layer.Original)];

        double[] Gone(double loss) =>
            [
                .. layers.Select(
                    (layer, i) =>
                        Math.Clamp((curves[i]?.SparsityAt(loss) ?? 0) * layer.Original, layer.Gone, LayerAllotment.MostOf(this, layer))
                ),
            ];
    }

    private SensitivityCurve? CurveOf(RatioLayer layer) =>
        layer.Layers.Prepend(layer.Name).Select(name => _curves.GetValueOrDefault(name)).FirstOrDefault(curve => curve is not null);
}
