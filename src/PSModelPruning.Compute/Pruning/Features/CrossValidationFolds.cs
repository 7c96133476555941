using PSModelPruning.Compute.Data;

namespace PSModelPruning.Compute.Pruning.Features;

/// <summary>
/// Splits the training rows of a data set for cross-validation: each part once is what a model is judged by and never sees. Classes are spread evenly.
/// </summary>
internal sealed class CrossValidationFolds
{
    private readonly Dataset _dataset;
    private readonly int[] _foldOfRow;

    /// <param name="dataset">The data set.</param>
    /// <param name="folds">Parts, at least 2; not more than there are training rows.</param>
    /// <param name="seed">The seed of the deal.</param>
    internal CrossValidationFolds(Dataset dataset, int folds, int seed)
    {
        _dataset = dataset;
        Count = Math.Min(folds, dataset.TrainingRows);
        _foldOfRow = new int[dataset.TrainingRows];
        int[] rows = [.. Enumerable.Range(0, dataset.TrainingRows)];
        new Random(seed).Shuffle(rows);
        if (dataset.Task == LearningTask.Classification)
            rows = [.. rows.OrderBy(dataset.Training.Label)];
        for (int i = 0; i < rows.Length; i++)
            _foldOfRow[rows[i]] = i % Count;
    }

    internal int Count { get; }

    /// <summary>
    /// A data set whose training partition lacks one part and whose test partition is that part; the validation partition is the original one.
    /// </summary>
    internal Dataset Dataset(int fold)
    {
        int[] training = [.. Enumerable.Range(0, _foldOfRow.Length).Where(row => _foldOfRow[row] != fold)];
        int[] test = [.. Enumerable.Range(0, _foldOfRow.Length).Where(row => _foldOfRow[row] == fold)];
        int width = _dataset.Inputs, rows = training.Length + _dataset.ValidationRows + test.Length;
        var inputs = new float[(long)rows * width];
        var targets = new float[rows];
        Copy(_dataset.Training, training, 0);
        Copy(_dataset.Validation, [.. Enumerable.Range(0, _dataset.ValidationRows)], training.Length);
        Copy(_dataset.Training, test, training.Length + _dataset.ValidationRows);
        return new Dataset(_dataset.Name, _dataset.Task, _dataset.Preprocessing, _dataset.Columns, _dataset.Classes, inputs, targets,
            training.Length, _dataset.ValidationRows, test.Length);

        void Copy(Partition from, int[] chosen, int first)
        {
            for (int i = 0; i < chosen.Length; i++)
            {
                from.Row(chosen[i]).CopyTo(inputs.AsSpan((first + i) * width, width));
                targets[first + i] = from.Targets.Span[chosen[i]];
            }
        }
    }
}
