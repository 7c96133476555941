using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Training;

namespace PSModelPruning.Compute.Pruning.Networks;

/// <summary>Trains a pruned graph further: Adam, with the learning rate falling along half a cosine in each run, masks kept.</summary>
/// <param name="data">What it is fitted to.</param>
/// <param name="options">Learning rate, batch size, threads and seed.</param>
/// <param name="monitor">Progress and cancellation.</param>
internal sealed class FineTuning(TrainingData data, PruningOptions options, IWorkMonitor monitor)
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

    /// <param name="graph">Is fitted in place.</param>
    /// <param name="epochs">At least 1.</param>
    /// <param name="round">Which fine-tuning of the run this is: each shuffles differently.</param>
    /// <param name="hooks">What is done between its steps, and what progress calls it.</param>
    internal IReadOnlyList<TrainingEpoch> Run(Graph graph, int epochs, int round, TrainingHooks hooks) =>
        NetworkTrainer.Train(graph, data, Options(epochs, round), monitor, hooks);

    /// <summary>How a fine-tuning trains.</summary>
    internal TrainingOptions Options(int epochs, int round) =>
        new()
        {
            Epochs = epochs,
            BatchSize = options.Network.BatchRows,
            LearningRate = options.Network.LearningRate ?? DefaultLearningRate,
            Optimizer = "Adam",
            Schedule = "Cosine",
            Seed = unchecked(options.Seed * 31 + round),
            Threads = options.Threads,
        };

    /// <summary>The updates of so many epochs.</summary>
    internal long Updates(int epochs) => (long)epochs * new BatchPlan(data.Training.RowCount, options.Network.BatchRows).Count;
}
