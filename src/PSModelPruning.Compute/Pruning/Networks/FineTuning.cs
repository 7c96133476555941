using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Training;

namespace PSModelPruning.Compute.Pruning.Networks;

/// <summary>
/// Trains a pruned graph further, towards the objective that its model was trained with: Adam, with the learning rate falling along half
/// a cosine in each run, masks kept.
/// </summary>
/// <param name="model">The model that is pruned.</param>
/// <param name="data">What it is fitted to.</param>
/// <param name="options">Learning rate, batch size, threads and seed.</param>
/// <param name="monitor">Progress and cancellation.</param>
internal sealed class FineTuning(NetworkModel model, TrainingData data, PruningOptions options, IWorkMonitor monitor)
{
    /// <summary>The updates that a fine-tuning makes where no number of epochs is given: small data sets get more epochs.</summary>
    private const int DefaultUpdates = 1000;
    private const int MostDefaultEpochs = 40;

    /// <summary>The greatest learning rate where none is given.</summary>
    internal const double DefaultLearningRate = 3e-3;

    /// <summary>What it is fitted to.</summary>
    internal TrainingData Data => data;

    /// <summary>Enough epochs for about 1000 updates, at least 1 and at most 40.</summary>
    internal static int DefaultEpochs(TrainingData data, int batchSize) =>
        Math.Clamp((int)Math.Ceiling(DefaultUpdates * (double)batchSize / Math.Max(1, data.Training.RowCount)), 1, MostDefaultEpochs);

    /// <summary>
    /// The epochs of one fine-tuning where no number is given: <see cref="DefaultEpochs(TrainingData, int)"/>; where classes are weighed
    /// no more than the training itself took to its best weights, because the few rows that count most are learned by heart after that.
    /// </summary>
    internal int UsualEpochs
    {
        get
        {
            int usual = DefaultEpochs(data, options.Network.BatchRows);
            if (Options(1, 1).ClassWeights.Count == 0 || model.TrainingOptions is not { } own)
                return usual;
            int kept =
                own.Patience > 0 && model.Training.Count > 0 ? model.Training.MinBy(epoch => epoch.ValidationLoss)!.Epoch : own.Epochs;
            return Math.Clamp(kept, 1, usual);
        }
    }

    /// <param name="graph">Is fitted in place.</param>
    /// <param name="epochs">At least 1.</param>
    /// <param name="round">Which fine-tuning of the run this is: each shuffles differently.</param>
    /// <param name="hooks">What is done between its steps, and what progress calls it.</param>
    internal IReadOnlyList<TrainingEpoch> Run(Graph graph, int epochs, int round, TrainingHooks hooks) =>
        NetworkTrainer.Train(graph, data, Options(epochs, round), monitor, hooks);

    /// <summary>How a fine-tuning trains.</summary>
    /// <remarks>
    /// Where classes are weighed, a few rows make up much of the loss. Once they are known by heart, the class is no longer found in other
    /// rows: the epoch with the least loss on the validation rows is kept then, as it is in training.
    /// </remarks>
    internal TrainingOptions Options(int epochs, int round)
    {
        TrainingOptions tuned = FineTuningObjective.For(
            new TrainingOptions
            {
                Epochs = epochs,
                BatchSize = options.Network.BatchRows,
                LearningRate = options.Network.LearningRate ?? DefaultLearningRate,
                Optimizer = "Adam",
                Schedule = "Cosine",
                Seed = unchecked(options.Seed * 31 + round),
                Threads = options.Threads,
            },
            model,
            data.Training,
            options.Network
        );
        return tuned.ClassWeights.Count > 0 && data.Validation.RowCount > 0 ? tuned with { Patience = epochs } : tuned;
    }

    /// <summary>The updates of so many epochs.</summary>
    internal long Updates(int epochs) => (long)epochs * new BatchPlan(data.Training.RowCount, options.Network.BatchRows).Count;
}
