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
        MemoryStore narrowed = MemoryStore.Create(dataset.Rows, inputs.Length);
        float[] buffer = [];
        for (int row = 0; row < dataset.Rows; row++)
        {
            ReadOnlySpan<float> from = dataset.All.Rows(row, 1, ref buffer);
            Span<float> to = narrowed.Row(row);
            for (int i = 0; i < inputs.Length; i++)
                to[i] = from[inputs[i]];
        }
        return new Dataset(
            dataset.Name,
            dataset.Task,
            preprocessing,
            dataset.ColumnsFor(preprocessing),
            dataset.Classes,
            narrowed,
            dataset.All.Targets.ToArray(),
            dataset.TrainingRows,
            dataset.ValidationRows,
            dataset.TestRows
        )
        {
            Source = dataset.Source,
            Seed = dataset.Seed,
            Hash = dataset.Hash,
            Copies = dataset.Copies,
            ExactTargets = dataset.ExactTargets,
            Origins = dataset.Origins,
        };
    }
}
