using PSModelPruning.Compute.Data;

namespace PSModelPruning.Compute.Models;

/// <summary>A data set as a model takes it: the model's own features in its order and scale, its own class indices.</summary>
internal static class MatchedDataset
{
    /// <summary>The data set itself where the model takes its rows as they are; else a copy whose rows were converted.</summary>
    /// <exception cref="ComputeException"><c>SchemaMismatch</c>: the data set does not fit the model.</exception>
    internal static Dataset For(Model model, Dataset dataset)
    {
        InputSelection selection = SchemaMatch.Inputs(model, dataset);
        int[] classes = SchemaMatch.Classes(model, dataset);
        bool sameClasses = !classes.Where((index, i) => index != i).Any();
        double offset = model.TargetOrigin;
        if (selection.IsIdentity && sameClasses && offset == dataset.TargetOffset)
            return dataset;
        MemoryStore inputs = MemoryStore.Create(dataset.Rows, selection.Width);
        float[] buffer = [];
        for (int i = 0; i < dataset.Rows; i++)
            selection.Apply(dataset.All.Rows(i, 1, ref buffer), inputs.Row(i));
        float[] targets = new float[dataset.Rows];
        for (int row = 0; row < targets.Length; row++)
        {
            targets[row] =
                dataset.Task == LearningTask.Regression ? (float)(dataset.All.Target(row) - offset)
                : classes.Length == 0 ? dataset.All.Label(row)
                : classes[dataset.All.Label(row)];
        }
        return new Dataset(
            dataset.Name,
            dataset.Task,
            model.Preprocessing,
            Columns(model, dataset),
            model.Classes,
            inputs,
            targets,
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

    /// <summary>The columns; where the model takes them by place, its own names stand for those of the data set.</summary>
    private static DatasetColumn[] Columns(Model model, Dataset dataset) =>
        model.Preprocessing.NamesByPlace([.. dataset.Preprocessing.Features.Select(feature => feature.Name)]) is null
            ? dataset.ColumnsFor(model.Preprocessing)
            : [.. model.Preprocessing.Features, .. dataset.Columns.Where(column => column.Role != ColumnRole.Feature)];
}
