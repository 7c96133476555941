using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Pruning.Forests.Orderings;

/// <summary>
/// Margin distance minimization (Martínez-Muñoz and Suárez 2006): a member's signature c_k has +1 for each row that it has right and −1 for
/// each that it has wrong;
/// the mean signature of an ensemble that is right everywhere has only positive elements. Members join that bring it nearest to a point o =
/// (p, …, p) just inside of that quadrant: s_u = argmin_k ‖o − (c_k + Σ_{t&lt;u} c_{s_t}) / T‖, with T all members and p = 0.075.
/// </summary>
/// <remarks>
/// Small p makes rows count that are hard; rows that most members have right count little. Since elements of c_k are ±1, minimizing the
/// distance is the same as maximizing Σᵢ (p − sᵢ / T) · c_k(i), with s the sum of the chosen signatures. Of equal candidates the more
/// accurate is taken, then the first.
/// </remarks>
internal sealed class MarginDistanceMethod : SelectionMethod
{
    /// <summary>The p of the paper.</summary>
    internal const double Objective = 0.075;

    internal override string Name => "MarginDistance";

    internal override string Description =>
        "Forests, ensembles: adds members that bring the margins closest to a small positive one (Martínez-Muñoz and Suárez 2006).";

    internal override Selection Select(MemberOutputs outputs, IWorkMonitor monitor)
    {
        var left = outputs.ByOwnLoss().ToList();
        var order = new List<int>();
        int[] sum = new int[outputs.Rows];
        while (left.Count > 0)
        {
            monitor.Cancellation.ThrowIfCancellationRequested();
            int best = left.MaxBy(member => Gain(outputs, sum, member));
            order.Add(best);
            left.Remove(best);
            for (int row = 0; row < sum.Length; row++)
                sum[row] += outputs.IsRight(best, row) ? 1 : -1;
        }
        return new Ordering([.. order]);
    }

    private static double Gain(MemberOutputs outputs, int[] sum, int member)
    {
        double gain = 0;
        for (int row = 0; row < sum.Length; row++)
        {
            double lack = Objective - (double)sum[row] / outputs.Members;
            gain += outputs.IsRight(member, row) ? lack : -lack;
        }
        return gain;
    }
}
