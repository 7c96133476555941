using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Pruning.Forests.Boosted;

/// <summary>
/// Chooses the rounds of a boosted model greedily: always the one whose best multiple makes the loss on the validation rows fall most, by
/// its second-order estimate (Σ g·f)² / (2·Σ h·f²), with g and h the first and second derivatives of the loss at the scores so far. The
/// order of training does not matter then.
/// </summary>
/// <remarks>
/// Friedman's (2001) Newton step along a round that is there already instead of a new one; matching pursuit for the squared error. Of equal
/// rounds the first is taken. Where no round makes the loss fall, the rest stand in the order of training. Time O(rounds² · rows ·
/// columns).
/// </remarks>
internal sealed class BoostedReducedErrorMethod : BoostedMethod
{
    private const long MostNumbers = 1L << 24;

    internal override string Name => "ReducedError";

    internal override string Description =>
        "Boosted trees: adds the rounds that lower the loss most, one by one, with weights that are fitted again.";

    private protected override Selection Select(BoostedModel model, Dataset dataset, PruningOptions options, IWorkMonitor monitor) =>
        new Ordering(
            Order(
                RoundOutputs.Of(model, dataset, SelectionRows.Choose(dataset, Name, options, monitor), MostNumbers, options.Seed, monitor),
                monitor
            )
        );

    /// <summary>The rounds in the order in which they join.</summary>
    internal static int[] Order(RoundOutputs outputs, IWorkMonitor monitor)
    {
        var order = new List<int>();
        var left = Enumerable.Range(0, outputs.Rounds).ToList();
        int columns = outputs.Columns;
        double[] scores = new double[outputs.Rows * columns],
            first = new double[scores.Length],
            second = new double[scores.Length];
        for (int row = 0; row < outputs.Rows; row++)
            outputs.Loss.Baseline.CopyTo(scores.AsSpan(row * columns, columns));
        while (left.Count > 0)
        {
            monitor.Cancellation.ThrowIfCancellationRequested();
            monitor.Progress(
                new WorkProgress("Ordering the rounds", $"{order.Count} of {outputs.Rounds}", (double)order.Count / outputs.Rounds)
            );
            Derivatives(outputs, scores, first, second);
            var steps = new (double Gain, double Step)[left.Count];
            CoreLoop.Run(steps.Length, i => steps[i] = Step(outputs.Of(left[i]), first, second), monitor.Cancellation);
            int best = 0;
            for (int i = 1; i < steps.Length; i++)
            {
                if (steps[i].Gain > steps[best].Gain)
                    best = i;
            }
            if (steps[best].Gain <= 0)
                break;
            ReadOnlySpan<float> added = outputs.Of(left[best]);
            for (int i = 0; i < scores.Length; i++)
                scores[i] += steps[best].Step * added[i];
            order.Add(left[best]);
            left.RemoveAt(best);
        }
        return [.. order, .. left];
    }

    private static void Derivatives(RoundOutputs outputs, double[] scores, double[] first, double[] second)
    {
        int columns = outputs.Columns;
        scores.CopyTo(first, 0);
        for (int row = 0; row < outputs.Rows; row++)
        {
            Span<double> derivatives = first.AsSpan(row * columns, columns);
            float target = outputs.Targets[row];
            outputs.Loss.Of(derivatives, target);
            for (int k = 0; k < columns; k++)
            {
                // The derivative of a cross-entropy is probability less truth, and the second one p·(1 − p).
                double probability =
                    derivatives[k]
                    + (
                        columns == 1 ? target
                        : (int)target == k ? 1
                        : 0
                    );
                second[row * columns + k] = outputs.Loss is ScoreLoss ? Math.Max(probability * (1 - probability), 1e-9) : 1;
            }
        }
    }

    /// <summary>How much the loss falls along a round, and how far it is best gone; nothing where that is backwards.</summary>
    private static (double Gain, double Step) Step(ReadOnlySpan<float> added, double[] first, double[] second)
    {
        double slope = 0,
            curvature = 0;
        for (int i = 0; i < added.Length; i++)
        {
            slope += first[i] * added[i];
            curvature += second[i] * added[i] * added[i];
        }
        return slope < 0 && curvature > 0 ? (slope * slope / (2 * curvature), -slope / curvature) : (0, 0);
    }
}
