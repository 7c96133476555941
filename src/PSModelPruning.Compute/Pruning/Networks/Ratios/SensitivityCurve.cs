namespace PSModelPruning.Compute.Pruning.Networks.Ratios;

/// <summary>
/// The loss that a layer's measurements predict for any sparsity: straight lines between the measured points, made to rise (a smaller loss
/// behind a greater one is chance), from nothing at 0 to at least the whole score at 1. A slope far below what validation rows can tell
/// decides between layers that lose nothing.
/// </summary>
internal sealed class SensitivityCurve
{
    private const double Slope = 1e-4;

    private readonly double[] _sparsities;
    private readonly double[] _losses;

    /// <param name="points">Measurements of one layer, in any order.</param>
    internal SensitivityCurve(IEnumerable<LayerSensitivity> points)
    {
        LayerSensitivity[] measured = [.. points.Where(point => point.Sparsity is > 0 and < 1).OrderBy(point => point.Sparsity)];
        var sparsities = new List<double> { 0 };
        var losses = new List<double> { 0 };
        foreach (LayerSensitivity point in measured)
        {
            if (point.Sparsity <= sparsities[^1])
                continue;
            sparsities.Add(point.Sparsity);
            losses.Add(Math.Max(losses[^1], double.IsFinite(point.Drop) ? point.Drop : 0));
        }
        sparsities.Add(1);
        losses.Add(Math.Max(losses[^1], measured.Select(point => Math.Abs(point.ScoreBefore)).DefaultIfEmpty(1).Max()));
        _sparsities = [.. sparsities];
        _losses = [.. losses.Select((loss, i) => loss + Slope * sparsities[i])];
    }

    /// <summary>The loss that is predicted where everything goes.</summary>
    internal double Greatest => _losses[^1];

    /// <summary>The greatest sparsity at which no more than the loss is predicted.</summary>
    internal double SparsityAt(double loss)
    {
        int after = Array.FindIndex(_losses, known => known > loss);
        if (after <= 0)
            return after < 0 ? 1 : 0;
        double part = (loss - _losses[after - 1]) / (_losses[after] - _losses[after - 1]);
        return _sparsities[after - 1] + part * (_sparsities[after] - _sparsities[after - 1]);
    }
}
