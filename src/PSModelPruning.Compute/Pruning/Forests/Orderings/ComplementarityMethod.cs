using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Pruning.Forests.Orderings;

/// <summary>
/// Complementarity (Martínez-Muñoz and Suárez 2004): the best member first, then always the one that has most of those rows right that the
/// vote of the chosen ones has wrong: s_u = argmax_k Σᵢ I(h_k(xᵢ) = yᵢ and H_{u−1}(xᵢ) ≠ yᵢ). Weighted votes; of equal candidates the more
/// accurate, then the first.
/// </summary>
internal sealed class ComplementarityMethod : SelectionMethod
{
    internal override string Name => "Complementarity";

    internal override string Description =>
        "Forests, ensembles: adds members that are right where the vote so far is wrong (Martínez-Muñoz and Suárez 2004).";

    internal override Selection Select(MemberOutputs outputs, IWorkMonitor monitor)
    {
        int[] ranked = outputs.ByOwnLoss();
        var left = ranked.ToList();
        var order = new List<int>();
        var votes = new VoteCount(outputs);
        while (left.Count > 0)
        {
            monitor.Cancellation.ThrowIfCancellationRequested();
            // Left members stand in the order of their own accuracy, so that the first of equal ones is the most accurate.
            int best = left[0];
            if (order.Count > 0)
            {
                bool[] wrong = votes.Wrong();
                best = left.MaxBy(member => Enumerable.Range(0, outputs.Rows).Count(row => wrong[row] && outputs.IsRight(member, row)));
            }
            order.Add(best);
            votes.Add(best);
            left.Remove(best);
        }
        return new Ordering([.. order]);
    }
}
