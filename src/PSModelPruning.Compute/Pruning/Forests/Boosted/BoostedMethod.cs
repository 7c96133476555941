using PSModelPruning.Compute.Models.Trees;
using PSModelPruning.Compute.Pruning.Paths;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Pruning.Forests.Boosted;

/// <summary>
/// A way to choose rounds of a boosted model. A round goes with all its trees (one a class where there are more than two), and the weights
/// of those that stay are fitted anew to the training rows; see <see cref="RoundWeights"/>. The weights go into the values of the leaves.
/// </summary>
internal abstract class BoostedMethod : PathMethod
{
    /// <summary>Numbers that weights are fitted to at most.</summary>
    private const long MostNumbers = 1L << 22;

    internal override IReadOnlyList<string> Reads => [nameof(PruningTarget.Keep), nameof(PathOptions.RefinementEpochs)];

    internal override PruningPath Path(Model model, Dataset? dataset, PruningOptions options, IWorkMonitor monitor)
    {
        Dataset rows = dataset is { TrainingRows: > 0 }
            ? dataset
            : throw PruningErrors.DatasetMissing(model, $"{Option.Method.Is(Name)}, which fits the weights of the rounds that stay,");
        var boosted = (BoostedModel)model;
        Selection selection = Select(boosted, rows, options, monitor);
        var training = new Lazy<RoundOutputs>(() =>
            RoundOutputs.Of(boosted, rows, PartitionName.Training, MostNumbers, options.Seed, monitor)
        );
        return new PruningPath("tree", [.. Enumerable.Range(0, boosted.Rounds).Select(gone => Candidate(boosted.Rounds - gone))]);

        PathCandidate Candidate(int rounds)
        {
            int trees = rounds * boosted.TreesPerRound;
            return new PathCandidate(trees, 1 - (double)rounds / boosted.Rounds, () =>
                Keep(
                    boosted,
                    [.. selection.Members(rounds).Order()],
                    training,
                    PathResult.Describe(model, Name, rows, options, trees),
                    monitor
                )
            );
        }
    }

    internal override Model Finish(Model chosen, Dataset? dataset, PruningOptions options, IWorkMonitor monitor) =>
        LeafRefinement.Finish(chosen, dataset, options, monitor);

    /// <summary>Chooses the rounds of every number.</summary>
    private protected abstract Selection Select(BoostedModel model, Dataset dataset, PruningOptions options, IWorkMonitor monitor);

    private static BoostedModel Keep(
        BoostedModel model,
        int[] rounds,
        Lazy<RoundOutputs> training,
        ModelDescription description,
        IWorkMonitor monitor
    )
    {
        if (rounds.Length == model.Rounds)
            return new BoostedModel(description, model.Trees, model.Baseline, model.Options);
        double[] weights = RoundWeights.Fit(training.Value, rounds, monitor);
        var trees = new List<DecisionTree>();
        for (int r = 0; r < rounds.Length; r++)
        {
            float weight = (float)weights[r];
            foreach (DecisionTree tree in model.Trees.Skip(rounds[r] * model.TreesPerRound).Take(model.TreesPerRound))
                trees.Add(tree.WithValues([.. tree.Values.Select(value => value * weight)]));
        }
        return new BoostedModel(description, trees, model.Baseline, model.Options);
    }
}
