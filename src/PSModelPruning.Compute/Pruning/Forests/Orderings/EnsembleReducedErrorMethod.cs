using PSModelPruning.Compute.Models;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Pruning.Forests.Orderings;

/// <summary>
/// Reduced-error pruning of ensembles (Margineantu and Dietterich 1997), without backfitting: the best member first, then always the one
/// with which the ensemble so far errs least, by the ensemble's own way of combining: s_u = argmin_k Σᵢ L(H_{u−1} + h_k, xᵢ).
/// </summary>
/// <remarks>
/// L is 1 for a wrong class, or the squared error of a number. Of equal candidates the one with the lesser squared distance of the combined
/// probabilities from the truth is taken, then the first. Time O(members² · rows · outputs).
/// </remarks>
internal sealed class EnsembleReducedErrorMethod : SelectionMethod
{
    internal override string Name => "ReducedError";

    internal override string Description =>
        "Forests, ensembles: adds members one by one, each time the one with which the ensemble makes the fewest errors "
        + "(Margineantu and Dietterich 1997).";

    private protected override bool IsForNumbers => true;

    internal override Selection Select(MemberOutputs outputs, IWorkMonitor monitor)
    {
        int[] order = new int[outputs.Members];
        var left = Enumerable.Range(0, outputs.Members).ToList();
        double[] sum = new double[outputs.Rows * outputs.Outputs];
        double weight = 0;
        for (int size = 0; size < order.Length; size++)
        {
            monitor.Cancellation.ThrowIfCancellationRequested();
            monitor.Progress(new WorkProgress("Ordering the members", $"{size} of {order.Length}", (double)size / order.Length));
            var losses = new (double Error, double Squared)[left.Count];
            double so = weight;
            CoreLoop.Run(left.Count, i => losses[i] = With(outputs, sum, so, left[i]), monitor.Cancellation);
            int best = 0;
            for (int i = 1; i < losses.Length; i++)
            {
                if (
                    losses[i].Error < losses[best].Error
                    || (losses[i].Error == losses[best].Error && losses[i].Squared < losses[best].Squared)
                )
                    best = i;
            }
            order[size] = left[best];
            outputs.AddTo(left[best], sum);
            weight += outputs.Weights[left[best]];
            left.RemoveAt(best);
        }
        return new Ordering(order);
    }

    /// <summary>The loss of the ensemble so far with one member more.</summary>
    private static (double Error, double Squared) With(MemberOutputs outputs, double[] sum, double weight, int member)
    {
        int width = outputs.Outputs;
        bool classes = outputs.Task == LearningTask.Classification;
        double own = outputs.Weights[member],
            scale = 1 / Math.Max(weight + own, double.Epsilon),
            error = 0,
            squared = 0;
        ReadOnlySpan<float> given = outputs.Of(member);
        ReadOnlySpan<int> votes = classes ? outputs.Votes(member) : [];
        Span<float> row = stackalloc float[Math.Min(width, 256)];
        if (width > row.Length)
            row = new float[width];
        for (int r = 0; r < outputs.Rows; r++)
        {
            for (int k = 0; k < width; k++)
            {
                double value = outputs.CountsVotes
                    ? votes[r] == k
                        ? 1
                        : 0
                    : given[r * width + k];
                row[k] = (float)((sum[r * width + k] + own * value) * scale);
                double distance = row[k] - outputs.Truth(r, k);
                squared += distance * distance;
            }
            if (classes && OutputScore.MostProbable(row[..width]) != (int)outputs.Targets[r])
                error++;
        }
        return (classes ? error : squared, squared);
    }
}
