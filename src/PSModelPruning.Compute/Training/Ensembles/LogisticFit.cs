using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Training.Ensembles;

/// <summary>
/// Multinomial logistic regression on a few inputs: minimizes Σᵣ −log softmax(b + W·xᵣ)[yᵣ] + ½·λ·‖W‖², biases free, to convergence.
/// </summary>
internal static class LogisticFit
{
    private const double Tolerance = 1e-6;

    /// <summary>Fits.</summary>
    /// <param name="inputs"><c>[rows × width]</c>.</param>
    /// <param name="labels">Class indices, <c>[rows]</c>.</param>
    /// <param name="classes">Classes.</param>
    /// <param name="penalty">λ.</param>
    /// <param name="monitor">Asked each iteration whether to stop.</param>
    /// <returns>Row by row, <c>[classes × (1 + width)]</c>: a class's bias, then its coefficients.</returns>
    internal static float[] Fit(float[] inputs, int[] labels, int classes, double penalty, IWorkMonitor monitor)
    {
        int width = inputs.Length / labels.Length,
            stride = 1 + width;
        double[] point = new double[classes * stride];
        Lbfgs.Minimize(
            point,
            (at, gradient) =>
            {
                Array.Clear(gradient);
                Span<double> logits = stackalloc double[Math.Min(classes, 256)];
                if (classes > logits.Length)
                    logits = new double[classes];
                double loss = 0;
                for (int row = 0; row < labels.Length; row++)
                {
                    ReadOnlySpan<float> x = inputs.AsSpan(row * width, width);
                    for (int k = 0; k < classes; k++)
                    {
                        double sum = at[k * stride];
                        for (int i = 0; i < width; i++)
                            sum += at[k * stride + 1 + i] * x[i];
                        logits[k] = sum;
                    }
                    loss += CrossEntropy(logits, labels[row]);
                    for (int k = 0; k < classes; k++)
                    {
                        double residual = logits[k];
                        gradient[k * stride] += residual;
                        for (int i = 0; i < width; i++)
                            gradient[k * stride + 1 + i] += residual * x[i];
                    }
                }
                for (int i = 0; i < at.Length; i++)
                {
                    if (i % stride == 0)
                        continue;
                    loss += 0.5 * penalty * at[i] * at[i];
                    gradient[i] += penalty * at[i];
                }
                return loss;
            },
            Tolerance * labels.Length,
            monitor
        );
        return [.. point.Select(value => (float)value)];
    }

    /// <summary>The loss of one row; the logits become its derivatives by them, probability less truth.</summary>
    internal static double CrossEntropy(Span<double> logits, int label)
    {
        double greatest = double.NegativeInfinity;
        foreach (double logit in logits)
            greatest = Math.Max(greatest, logit);
        double sum = 0,
            own = logits[label] - greatest;
        for (int k = 0; k < logits.Length; k++)
            sum += logits[k] = Math.Exp(logits[k] - greatest);
        for (int k = 0; k < logits.Length; k++)
            logits[k] /= sum;
        logits[label] -= 1;
        return Math.Log(sum) - own;
    }
}
