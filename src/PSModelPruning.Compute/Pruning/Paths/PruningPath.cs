using PSModelPruning.Compute.Models;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Pruning.Paths;

/// <summary>The models that a method gives from one model, from the whole model to the simplest; complexity never rises.</summary>
internal class PruningPath
{
    /// <param name="unit">What is counted, in the singular: node, tree, prototype, model.</param>
    /// <param name="candidates">The points; the first is the model itself.</param>
    /// <param name="natural">The point where the method ends by its own rule; null for a method that has none, which then needs a
    /// target.</param>
    internal PruningPath(string unit, IReadOnlyList<PathCandidate> candidates, int? natural = null)
    {
        Unit = unit;
        Candidates = candidates;
        Natural = natural;
    }

    internal string Unit { get; }

    /// <summary>A number of units in words: "1 tree", "1,258 prototypes".</summary>
    internal string Count(long units) => ComplexityText.Of(units, Unit + "s");

    internal IReadOnlyList<PathCandidate> Candidates { get; }

    internal int? Natural { get; }

    /// <summary>
    /// True where a point's parameter is the least price of complexity at which it is the best (alpha): the point then holds up to the next
    /// one's. False where it is a fraction that is gone.
    /// </summary>
    internal virtual bool IsPriced => false;

    /// <summary>True where <see cref="Losses"/> of all points cost little more than of one, so that nobody need leave points out.</summary>
    internal virtual bool ScoresAllAtOnce => false;

    /// <summary>How complex a model is, counted in <see cref="Unit"/>: usually its <see cref="Model.Complexity"/>.</summary>
    internal virtual long CountOf(Model model) => model.Complexity;

    /// <summary>How complex the oldest ancestor of a model was, which fractions are of.</summary>
    internal virtual long OriginalOf(Model model) => model.OriginalComplexity;

    /// <summary>The fraction of the oldest ancestor that is gone of a pruned model.</summary>
    internal double GoneOf(Model result) => Math.Max(0, 1 - (double)CountOf(result) / Math.Max(1, OriginalOf(result)));

    /// <summary>How wrong points predict a partition.</summary>
    /// <param name="points">Indices of candidates, rising.</param>
    /// <param name="dataset">The data as the path's models take it.</param>
    /// <param name="partition">The rows; not empty.</param>
    /// <param name="monitor">Asked at least for every point whether to stop.</param>
    /// <returns>One a point, in their order.</returns>
    internal virtual IReadOnlyList<PathLoss> Losses(
        IReadOnlyList<int> points,
        Dataset dataset,
        PartitionName partition,
        IWorkMonitor monitor
    )
    {
        var losses = new PathLoss[points.Count];
        for (int i = 0; i < points.Count; i++)
        {
            monitor.Cancellation.ThrowIfCancellationRequested();
            monitor.Progress(new WorkProgress("Scoring pruned models", $"{i} of {points.Count}", (double)i / points.Count));
            losses[i] = PathLoss.Of(Candidates[points[i]].Make(), dataset, partition, monitor);
        }
        return losses;
    }

    /// <summary>
    /// The point that a parameter leads to: the last one whose price is at most it, or the one whose fraction is nearest.
    /// </summary>
    internal int PointAt(double parameter)
    {
        return IsPriced ? LastPricedAtMost(parameter) : Nearest(parameter);
    }

    private int LastPricedAtMost(double price)
    {
        // A figure that was copied from a screen or a file may have lost its last digits.
        double most = double.IsFinite(price) ? price + Math.Abs(price) * 1e-9 : price;
        int low = 0,
            high = Candidates.Count - 1;
        while (low < high)
        {
            int middle = (low + high + 1) / 2;
            if (Candidates[middle].Parameter <= most)
                low = middle;
            else
                high = middle - 1;
        }
        return low;
    }

    private int Nearest(double fraction)
    {
        int last = 0;
        for (int i = 1; i < Candidates.Count; i++)
        {
            if (Math.Abs(Candidates[i].Parameter - fraction) < Math.Abs(Candidates[last].Parameter - fraction))
                last = i;
        }
        return last;
    }

    /// <summary>
    /// The parameter that stands for a point on other data: between its price and the next one's, by their geometric mean (Breiman et al.
    /// 1984, section 8.5.1), or its fraction.
    /// </summary>
    internal virtual double Representative(int point)
    {
        double own = Candidates[point].Parameter;
        if (!IsPriced)
            return own;
        // Where links cost less than nothing, no price makes the whole model the best.
        if (point == 0 && own < 0)
            return double.NegativeInfinity;
        if (point == Candidates.Count - 1)
            return double.PositiveInfinity;
        double next = Candidates[point + 1].Parameter;
        return own >= 0 ? Math.Sqrt(own * next) : (own + next) / 2;
    }
}
