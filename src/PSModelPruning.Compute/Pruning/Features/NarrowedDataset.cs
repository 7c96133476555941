using PSModelPruning.Compute.Data;

namespace PSModelPruning.Compute.Pruning.Features;

/// <summary>Data sets without some of their features.</summary>
internal static class NarrowedDataset
{
    /// <summary>A copy with the kept features alone; the columns of the others are marked as excluded.</summary>
    /// <param name="dataset">The data set.</param>
    /// <param name="kept">Indices of the features that stay, ascending.</param>
    internal static Dataset Of(Dataset dataset, IReadOnlyList<int> kept)
    {
        Preprocessing preprocessing = dataset.Preprocessing.KeepFeatures(kept);
        int[] inputs = dataset.Preprocessing.KeptInputs(kept);
        int rows = dataset.Rows,
            width = dataset.Inputs;
        float[] from = dataset.Training.Backing,
            to = new float[(long)rows * inputs.Length];
        var targets = new float[rows];
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<float> source = from.AsSpan(row * width, width);
            for (int i = 0; i < inputs.Length; i++)
                to[row * inputs.Length + i] = source[inputs[i]];
        }
        dataset.Training.Targets.CopyTo(targets);
        dataset.Validation.Targets.CopyTo(targets.AsMemory(dataset.TrainingRows));
        dataset.Test.Targets.CopyTo(targets.AsMemory(dataset.TrainingRows + dataset.ValidationRows));
        return new Dataset(
            dataset.Name,
            dataset.Task,
            preprocessing,
            dataset.ColumnsFor(preprocessing),
            dataset.Classes,
            to,
            targets,
            dataset.TrainingRows,
            dataset.ValidationRows,
            dataset.TestRows
        )
        {
            Source = dataset.Source,
            Seed = dataset.Seed,
            Hash = dataset.Hash,
        };
    }
}
