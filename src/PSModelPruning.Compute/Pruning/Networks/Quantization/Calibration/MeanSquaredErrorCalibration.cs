namespace PSModelPruning.Compute.Pruning.Networks.Quantization.Calibration;

/// <summary>
/// The range whose rounding and clipping errors have the least mean square over the values that were seen: both ends are tried at every
/// hundredth of the way from 0 to the extreme, all pairs of them coarsely and the neighbours of the best finely. Sung, Shin, Hwang 2015;
/// Nagel et al., "A White Paper on Neural Network Quantization", 2021, section 3.1.
/// </summary>
internal sealed class MeanSquaredErrorCalibration : CalibrationMethod
{
    private const int Parts = 100,
        Coarse = 5;

    internal override string Name => "MeanSquaredError";

    internal override string Description => "The range with the lowest squared error of rounding and clipping together";

    internal override ActivationScale Choose(ActivationHistogram histogram, QuantizationOptions options)
    {
        IReadOnlyList<(long Count, double Mean)> bins = histogram.Bins;
        double least = Math.Min(0, histogram.Least),
            greatest = Math.Max(0, histogram.Greatest);
        (int Low, int High, double Error) best = (Parts, Parts, ActivationScale.ForRange(least, greatest).SquaredError(bins));
        Search(Ends(least, Coarse, Parts, Coarse), Ends(greatest, Coarse, Parts, Coarse));
        Search(Ends(least, best.Low - Coarse, best.Low + Coarse, 1), Ends(greatest, best.High - Coarse, best.High + Coarse, 1));
        return ActivationScale.ForRange(least * best.Low / Parts, greatest * best.High / Parts);

        void Search(IReadOnlyList<int> lows, IReadOnlyList<int> highs)
        {
            foreach (int low in lows)
            {
                foreach (int high in highs)
                {
                    double error = ActivationScale.ForRange(least * low / Parts, greatest * high / Parts).SquaredError(bins);
                    if (error < best.Error)
                        best = (low, high, error);
                }
            }
        }
    }

    /// <summary>The hundredths that are tried of one end; the end itself where it is 0.</summary>
    private static int[] Ends(double end, int first, int last, int step) =>
        end == 0
            ? [Parts]
            : [.. Enumerable.Range(0, (last - first) / step + 1).Select(i => first + i * step).Where(part => part is > 0 and <= Parts)];
}
