using PSModelPruning.Compute.Pruning.Paths;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Pruning.Forests;

/// <summary>
/// A way to choose members of a forest or a joined ensemble by what they predict of rows (see <see cref="SelectionRows"/>).
/// Its path goes from all members to a single one.
/// </summary>
internal abstract class SelectionMethod : PathMethod
{
    internal override IReadOnlyList<string> Reads => [nameof(PruningTarget.Keep), nameof(PathOptions.RefinementEpochs)];

    internal override PruningPath Path(Model model, Dataset? dataset, PruningOptions options, IWorkMonitor monitor)
    {
        Dataset rows = dataset
            ?? throw PruningErrors.DatasetMissing(model, $"{Option.Method.Is(Name)}, which asks the members about rows,");
        if (model.Task == LearningTask.Regression && !IsForNumbers)
            throw ForestErrors.MethodNeedsVotes(model, Name);
        if (model is EnsembleModel && options.Path.RefinementEpochs > 0)
            throw ForestErrors.NothingToRefine(model);
        MemberSet members = MemberSet.Of(model);
        MemberOutputs outputs = MemberOutputs.Of(members, rows, SelectionRows.Choose(rows, Name, options, monitor), options.Seed, monitor);
        return new SelectionPath(members, Select(outputs, monitor), Name, rows, options, monitor);
    }

    internal override Model Finish(Model chosen, Dataset? dataset, PruningOptions options, IWorkMonitor monitor) =>
        LeafRefinement.Finish(chosen, dataset, options, monitor);

    /// <summary>Whether it is defined for models that predict numbers.</summary>
    private protected virtual bool IsForNumbers => false;

    /// <summary>Chooses the members of every size.</summary>
    /// <param name="outputs">What they predict.</param>
    /// <param name="monitor">Asked at every member whether to stop.</param>
    internal abstract Selection Select(MemberOutputs outputs, IWorkMonitor monitor);
}
