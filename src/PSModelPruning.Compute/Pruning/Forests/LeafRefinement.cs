using System.Globalization;
using PSModelPruning.Compute.Models.Trees;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Pruning.Forests;

/// <summary>
/// Leaf refinement (Buschjäger and Morik 2021, Improving the Accuracy-Memory Trade-Off of Random Forests via Leaf-Refinement): once trees
/// were chosen, the values of their leaves are tuned together by stochastic gradient descent on the training rows. The splits stay, so that
/// a row's output is a sum of one value a tree.
/// </summary>
/// <remarks>
/// For forests the loss is the squared error of the mean probabilities, as in the paper's experiments. Its gradients sum to 0 over the
/// classes, so each leaf's values go on to sum to 1, but they may fall below 0: a refined forest gives the nearest probabilities to their
/// mean, which have the same most probable class. Keeping every leaf's values probabilities was tried and takes most of the gain. Boosted
/// trees take the cross-entropy of their scores, or the squared error. The rate is relative to what the
/// trees weigh, see <see cref="LeafValues.Descend"/>. The epoch with the least loss on the validation rows is kept, which may be none at
/// all;
/// without validation rows the last one. Time O(epochs · rows · trees · outputs).
/// </remarks>
internal static class LeafRefinement
{
    /// <summary>Epochs where RefinementEpochs is not given and trees or leaves went.</summary>
    internal const int DefaultEpochs = 10;

    /// <summary>How far a row moves its own output towards the truth at the first epoch; falls to nothing along half a cosine.</summary>
    private const double LearningRate = 0.1;

    /// <summary>Refines what a selection left, where the options say so and the model has leaves.</summary>
    /// <exception cref="ComputeException"><c>DatasetMissing</c>: epochs were asked for, and there are no training rows.</exception>
    internal static Model Finish(Model chosen, Dataset? dataset, PruningOptions options, IWorkMonitor monitor)
    {
        bool isGiven = options.Path.RefinementEpochs is not null;
        int epochs = options.Path.RefinementEpochs ?? DefaultEpochs;
        if (epochs == 0 || chosen is not (ForestModel or BoostedModel) || (!isGiven && chosen.Parameters == chosen.Parent?.Parameters))
            return chosen;
        if (dataset is null || dataset.TrainingRows == 0)
            return isGiven ? throw ForestErrors.RefinementNeedsRows(chosen) : chosen;
        return Refine(chosen, dataset, epochs, options.Seed, monitor);
    }

    /// <summary>The model with tuned leaves; the given one is not changed.</summary>
    internal static Model Refine(Model model, Dataset dataset, int epochs, int seed, IWorkMonitor monitor)
    {
        var sum = (ISumOfTrees)model;
        IReadOnlyList<DecisionTree> trees = sum.Trees;
        var values = new LeafValues(trees, sum.TreeWeights, model is BoostedModel { TreesPerRound: var columns } ? columns : 0);
        var loss = RefinementLoss.For(model);
        LeafTable training = LeafTable.Of(model, trees, dataset, PartitionName.Training, seed, monitor);
        LeafTable? validation =
            dataset.ValidationRows > 0 ? LeafTable.Of(model, trees, dataset, PartitionName.Validation, seed, monitor) : null;
        double before = validation is null ? double.PositiveInfinity : MeanLoss(values, validation, loss),
            least = before;
        int bestEpoch = 0;
        DecisionTree[] best = [.. trees];
        var random = new Random(seed);
        int[] order = [.. Enumerable.Range(0, training.Rows)];
        for (int epoch = 1; epoch <= epochs; epoch++)
        {
            double rate = LearningRate * 0.5 * (1 + Math.Cos(Math.PI * (epoch - 1) / epochs));
            random.Shuffle(order);
            Pass(values, training, order, loss, rate, monitor);
            double reached = validation is null ? double.NaN : MeanLoss(values, validation, loss);
            monitor.Progress(
                new WorkProgress("Refining leaves", $"epoch {epoch} of {epochs}, validation loss {reached:0.0000}", (double)epoch / epochs)
            );
            // Without validation rows nothing is reached, and the last epoch stays.
            if (reached >= least)
                continue;
            least = reached;
            bestEpoch = epoch;
            best = values.Trees();
        }
        if (validation is null)
            monitor.Verbose($"Leaves were refined for {epochs} epochs; there are no validation rows to select one of them.");
        else
            monitor.Verbose(
                $"Of {epochs} epochs of leaf refinement, number {bestEpoch} is kept (0: none): validation loss {before:0.0000} before, "
                    + $"{least:0.0000} after."
            );
        return With(model, best, bestEpoch);
    }

    private static void Pass(LeafValues values, LeafTable rows, int[] order, RefinementLoss loss, double rate, IWorkMonitor monitor)
    {
        double[] sum = new double[loss.Baseline.Length];
        for (int i = 0; i < order.Length; i++)
        {
            if (i % 4096 == 0)
                monitor.Cancellation.ThrowIfCancellationRequested();
            ReadOnlySpan<int> leaves = rows.Of(order[i]);
            loss.Baseline.CopyTo(sum);
            values.AddTo(leaves, sum);
            loss.Of(sum, rows.Targets[order[i]]);
            values.Descend(leaves, sum, rate);
        }
    }

    private static double MeanLoss(LeafValues values, LeafTable rows, RefinementLoss loss)
    {
        double[] sum = new double[loss.Baseline.Length];
        double total = 0;
        for (int row = 0; row < rows.Rows; row++)
        {
            loss.Baseline.CopyTo(sum);
            values.AddTo(rows.Of(row), sum);
            total += loss.Of(sum, rows.Targets[row]);
        }
        return total / rows.Rows;
    }

    private static Model With(Model model, DecisionTree[] trees, int epochs)
    {
        ModelDescription own = model.Describe();
        ModelDescription description = own with
        {
            History =
            [
                .. own.History,
                ModelEvent.Now("FineTuned", string.Create(CultureInfo.InvariantCulture, $"Leaf refinement, {epochs} epochs kept.")),
            ],
        };
        return model is BoostedModel boosted
            ? new BoostedModel(description, trees, boosted.Baseline, boosted.Options)
            : new ForestModel(description, trees, ((ForestModel)model).Weights, ((ForestModel)model).Options);
    }
}
