using PSModelPruning.Compute.Models;

namespace PSModelPruning.Compute.Training;

/// <summary>A model whose architecture is trained anew, to see whether its weights were worth keeping (Liu et al. 2019).</summary>
internal static class LikeModel
{
    /// <summary>The network.</summary>
    /// <exception cref="ComputeException"><c>LikeNotNetwork</c>: the structure of a model of another family is what training
    /// finds.</exception>
    internal static NetworkModel Require(Model model) => model as NetworkModel ?? throw TrainingErrors.LikeNotNetwork(model);

    /// <summary>The data set that it is trained on: the one that was given, or else the model's own.</summary>
    /// <exception cref="ComputeException"><c>DatasetMissing</c>: none was given, and the model carries none.</exception>
    internal static Dataset Dataset(Model model, Dataset? given) => given ?? model.Dataset ?? throw TrainingErrors.LikeNeedsDataset(model);

    /// <summary>The rows as the network takes them: as they are where they have its shape, else its own features, by name.</summary>
    /// <exception cref="ComputeException"><c>SchemaMismatch</c>: the data set does not fit.</exception>
    internal static Dataset Rows(NetworkModel model, Dataset dataset) =>
        dataset.InputShape.SequenceEqual(model.Graph.InputShape)
        && dataset.Task == model.Task
        && dataset.Classes.Count == model.Classes.Count
            ? dataset
            : MatchedDataset.For(model, dataset);
}
