using PSModelPruning.Compute.Data;

namespace PSModelPruning.Compute.Pruning.Paths;

/// <summary>
/// Parts of the training rows for cross-validation: rows are dealt at random, for classes class by class, so that every part holds each
/// class in its proportion and parts differ by at most one row. Copies of a row are dealt as one.
/// </summary>
internal sealed class FoldSplit
{
    private readonly Dataset _dataset;
    private readonly int[] _foldOf;

    /// <param name="dataset">Its training rows are dealt.</param>
    /// <param name="folds">How many parts.</param>
    /// <param name="seed">Of the deal.</param>
    /// <exception cref="ComputeException"><c>FoldOutOfRange</c>: there are fewer rows than parts, or fewer than two parts.</exception>
    internal FoldSplit(Dataset dataset, int folds, int seed)
    {
        if (folds < 2 || folds > dataset.TrainingObservations)
            throw PruningErrors.FoldOutOfRange(dataset, folds);
        _dataset = dataset;
        Count = folds;
        Partition rows = dataset.Training;
        RowCopies? copies = dataset.Copies;
        int[] order = [.. Enumerable.Range(0, dataset.TrainingObservations)];
        new Random(seed).Shuffle(order);
        if (dataset.Task == LearningTask.Classification)
            order = [.. order.OrderBy(observation => rows.Label(copies?.First[observation] ?? observation))];
        var parts = new int[order.Length];
        for (int i = 0; i < order.Length; i++)
            parts[order[i]] = i % folds;
        _foldOf = copies is null ? parts : Array.ConvertAll(copies.Observations.ToArray(), observation => parts[observation]);
    }

    /// <summary>As many parts as are usual, or as the rows allow: what is taken where nobody said how many.</summary>
    internal static int Affordable(Dataset dataset, int usual) => Math.Min(usual, dataset.TrainingObservations);

    /// <summary>How many parts there are.</summary>
    internal int Count { get; }

    /// <summary>
    /// The data set of a part: its training rows are those of all other parts, its validation rows the data set's own, and its test rows
    /// the part.
    /// </summary>
    internal Dataset Fold(int fold)
    {
        Partition training = _dataset.Training,
            validation = _dataset.Validation;
        int held = _foldOf.Count(f => f == fold),
            rows = training.RowCount + validation.RowCount;
        MemoryStore inputs = MemoryStore.Create(rows, training.Width);
        var targets = new float[rows];
        double[] exact = _dataset.ExactTargets.Length == 0 ? [] : new double[rows];
        int next = 0;
        Copy(training, row => _foldOf[row] != fold);
        Copy(validation, _ => true);
        Copy(training, row => _foldOf[row] == fold);
        return new Dataset(
            _dataset.Name,
            _dataset.Task,
            _dataset.Preprocessing,
            _dataset.Columns,
            _dataset.Classes,
            inputs,
            targets,
            training.RowCount - held,
            validation.RowCount,
            held
        )
        {
            Seed = _dataset.Seed,
            Copies = _dataset.Copies?.Among([.. Enumerable.Range(0, training.RowCount).Where(row => _foldOf[row] != fold)]),
            ExactTargets = exact,
        };

        void Copy(Partition from, Func<int, bool> wanted)
        {
            for (int row = 0; row < from.RowCount; row++)
            {
                if (!wanted(row))
                    continue;
                from.Read(row, 1, inputs.Row(next));
                if (exact.Length > 0)
                    exact[next] = from.Target(row);
                targets[next++] = from.Targets.Span[row];
            }
        }
    }
}
