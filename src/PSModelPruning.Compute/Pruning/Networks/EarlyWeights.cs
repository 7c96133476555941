using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Training;

namespace PSModelPruning.Compute.Pruning.Networks;

/// <summary>
/// The weights that a trained network began with, drawn again from the seed of its training, or those that it had after its first epochs,
/// which are repeated: bit for bit, on the same machine with the same number of threads.
/// </summary>
internal static class EarlyWeights
{
    /// <summary>Refuses networks whose early weights cannot be made again.</summary>
    /// <param name="model">A network that keeps the options of its training.</param>
    /// <param name="dataset">What its epochs would be repeated with; null is not looked at.</param>
    /// <param name="epoch">The epochs to repeat.</param>
    /// <exception cref="ComputeException"><c>RewindNeedsOriginal</c>: channels or layers have gone, so the seed draws other weights;
    /// <c>RewindNeedsOwnData</c>: epochs would be repeated on other data, or without the teacher that took part.</exception>
    internal static void Check(NetworkModel model, Dataset? dataset, int epoch)
    {
        IReadOnlyDictionary<string, GraphParameter> parameters = model.Graph.Parameters;
        if (
            model.OriginalShapes.Count != parameters.Count
            || parameters.Any(parameter =>
                !model.OriginalShapes.TryGetValue(parameter.Key, out long[]? shape) || !shape.SequenceEqual(parameter.Value.Shape)
            )
        )
            throw PruningErrors.RewindNeedsOriginal(model);
        if (epoch > 0 && model.TrainingOptions!.HadTeacher)
            throw PruningErrors.RewindWithoutTeacher(model, epoch);
        if (epoch > 0 && dataset is not null && dataset.Hash != model.DatasetHash)
            throw PruningErrors.RewindNeedsOwnData(model, dataset, epoch);
    }

    /// <summary>A network of the same nodes and shapes with the early weights and statistics.</summary>
    /// <param name="model">The trained network.</param>
    /// <param name="data">The data that it was trained on.</param>
    /// <param name="training">How it was trained.</param>
    /// <param name="epoch">The epochs to repeat; 0 gives the weights before training.</param>
    /// <param name="activity">What progress calls the repetition.</param>
    /// <param name="monitor">Progress and cancellation.</param>
    internal static Graph Recreate(
        NetworkModel model,
        TrainingData data,
        TrainingOptions training,
        int epoch,
        string activity,
        IWorkMonitor monitor
    )
    {
        // A network that was trained with masks from the start (like a pruned one) had them in its first epochs too; masks of later pruning
        // did not exist then.
        Graph graph = NetworkFactory.Like(model.Graph, training.Seed, keepsMasks: model.Pruning is null);
        try
        {
            if (epoch > 0)
                NetworkTrainer.Train(
                    graph,
                    data with
                    {
                        Teacher = null,
                    },
                    training with
                    {
                        Patience = 0,
                    },
                    monitor,
                    new TrainingHooks { Activity = activity, LastEpoch = epoch }
                );
            return graph;
        }
        catch
        {
            graph.Dispose();
            throw;
        }
    }
}
