using PSModelPruning.Compute.Pruning.Networks.Criteria;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Pruning.Networks.Granularities;

/// <summary>The pruning of one graph, step by step. Between steps the graph may be fine-tuned.</summary>
internal abstract class UnitSelection
{
    /// <summary>The units that may go that the oldest ancestor had, with those that are gone.</summary>
    internal abstract long Original { get; }

    /// <summary>The fraction of the original prunable units that is gone, 0 to 1.</summary>
    internal abstract double Reached { get; }

    /// <summary>The greatest fraction that can go.</summary>
    internal abstract double Most { get; }

    /// <summary>Units that can be chosen from now, kept ones included; 0 where nothing may go.</summary>
    internal abstract long Candidates { get; }

    /// <summary>
    /// Takes the least important units out until the fraction is gone, by setting them to zeros that training keeps; shapes stay, so that
    /// an optimizer may go on. What went before stays gone.
    /// </summary>
    internal void PruneTo(double sparsity, PruningCriterion criterion, CriterionContext context)
    {
        double before = Reached;
        int parts = sparsity > before ? criterion.PartsOfStep : 1;
        for (int part = 1; part < parts; part++)
            Choose(1 - (1 - before) * Math.Pow((1 - sparsity) / (1 - before), (double)part / parts), criterion, context, isLast: false);
        Choose(sparsity, criterion, context, isLast: true);
    }

    /// <summary>Scores once and takes the least important out.</summary>
    /// <param name="sparsity">The fraction that is to be gone.</param>
    /// <param name="criterion">What scores.</param>
    /// <param name="context">What the criterion may look at.</param>
    /// <param name="isLast">False where the step goes further at once.</param>
    protected abstract void Choose(double sparsity, PruningCriterion criterion, CriterionContext context, bool isLast);

    /// <summary>Makes tensors smaller where the granularity does that. Not to be called while the graph is trained.</summary>
    internal virtual void Complete() { }

    /// <summary>
    /// Units that are masked now and that <see cref="Complete"/> will remove, by position; a checkpoint holds them. Empty where masks and
    /// zeros tell all.
    /// </summary>
    internal virtual IReadOnlyList<int> Masked => [];

    /// <summary>Takes up what <see cref="Masked"/> gave in a selection of the same graph that had come as far.</summary>
    /// <exception cref="ContentException">There are no such units.</exception>
    internal virtual void Restore(IReadOnlyList<int> masked)
    {
        if (masked.Count > 0)
            throw NoSuchUnit();
    }

    /// <summary>What <see cref="Restore"/> throws for a position where there is nothing.</summary>
    protected static ContentException NoSuchUnit() => new("it takes out units that the network lacks");

    /// <summary>Why layers stay as they are, by node name: excluded, or coupled to the output.</summary>
    internal abstract IReadOnlyDictionary<string, string> Untouched { get; }
}
