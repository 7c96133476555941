namespace PSModelPruning.Compute.Models.Ensembles;

/// <summary>
/// A linear model of the members' outputs. For classes multinomial logistic regression: logits b + Σₘ Wₘ·pₘ, then softmax (Wolpert 1992).
/// For numbers Σ wₘ·fₘ with the non-negative weights that least squares gave (Breiman 1996, Stacked Regressions).
/// </summary>
internal sealed class StackedVoting : VotingRule
{
    private readonly float[] _coefficients;

    /// <param name="coefficients">
    /// For numbers the weight of each member. For classes, row by row, <c>[classes × (1 + members·classes)]</c>: each class's bias, then
    /// its coefficient of every class's probability by the first member, by the second …
    /// </param>
    /// <param name="members">Members.</param>
    /// <param name="classes">Classes, at least 2; 1 for numbers.</param>
    internal StackedVoting(IReadOnlyList<float> coefficients, int members, int classes)
        : base(Importance(coefficients, members, classes))
    {
        _coefficients = coefficients.ToArray();
    }

    /// <inheritdoc/>
    internal override string Name => VotingCatalog.Stacked;

    /// <inheritdoc/>
    internal override long Parameters => _coefficients.Length;

    internal IReadOnlyList<float> Coefficients => _coefficients;

    /// <summary>How many coefficients there are.</summary>
    internal static int Count(int members, int classes) => classes == 1 ? members : classes * (1 + members * classes);

    /// <inheritdoc/>
    internal override long MultiplyAccumulates(int outputs) => _coefficients.Length;

    /// <inheritdoc/>
    internal override void Begin(Span<float> output, int outputs)
    {
        if (outputs == 1)
        {
            output.Clear();
            return;
        }
        int stride = _coefficients.Length / outputs;
        for (int i = 0; i < output.Length; i++)
            output[i] = _coefficients[i % outputs * stride];
    }

    /// <inheritdoc/>
    internal override void Add(int member, ReadOnlySpan<float> predicted, Span<float> output, int outputs)
    {
        if (outputs == 1)
        {
            for (int i = 0; i < output.Length; i++)
                output[i] += _coefficients[member] * predicted[i];
            return;
        }
        int stride = _coefficients.Length / outputs;
        for (int first = 0; first < output.Length; first += outputs)
        {
            ReadOnlySpan<float> row = predicted.Slice(first, outputs);
            for (int k = 0; k < outputs; k++)
            {
                ReadOnlySpan<float> coefficients = _coefficients.AsSpan(k * stride + 1 + member * outputs, outputs);
                float sum = 0;
                for (int j = 0; j < outputs; j++)
                    sum += coefficients[j] * row[j];
                output[first + k] += sum;
            }
        }
    }

    /// <inheritdoc/>
    internal override void End(Span<float> output, int outputs)
    {
        if (outputs == 1)
            return;
        for (int first = 0; first < output.Length; first += outputs)
            Softmax.InPlace(output.Slice(first, outputs));
    }

    /// <summary>What each member weighs: its weight, or the size of its coefficients, as a part of 1.</summary>
    private static double[] Importance(IReadOnlyList<float> coefficients, int members, int classes)
    {
        if (classes == 1)
            return [.. coefficients.Select(weight => (double)weight)];
        var sizes = new double[members];
        int stride = 1 + members * classes;
        for (int i = 0; i < coefficients.Count; i++)
        {
            if (i % stride > 0)
                sizes[(i % stride - 1) / classes] += Math.Abs(coefficients[i]);
        }
        return Normalized(sizes);
    }
}
