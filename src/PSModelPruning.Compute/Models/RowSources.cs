using System.Globalization;
using PSModelPruning.Compute.Data;

namespace PSModelPruning.Compute.Models;

/// <summary>Predicts the rows of data sets and files, a batch in memory at a time.</summary>
/// <param name="model">The model.</param>
/// <param name="batchRows">Rows of a batch, or 0 for a number that suits the model.</param>
/// <param name="withAll">Whether predictions hold the probabilities of all classes.</param>
/// <param name="cancellation">Looked at every batch.</param>
internal sealed class RowSources(Model model, int batchRows, bool withAll, CancellationToken cancellation)
{
    /// <summary>Reads true values as an import reads a target.</summary>
    private readonly ColumnPreparer? _target = model.Preprocessing.Target is { } target
        ? new ColumnPreparer(target, CultureInfo.GetCultureInfo(model.Preprocessing.Culture))
        : null;

    /// <summary>Predicts a partition.</summary>
    /// <exception cref="ComputeException"><c>SchemaMismatch</c>: the data set does not fit. <c>PartitionEmpty</c>: it has no such
    /// rows.</exception>
    internal IEnumerable<RowPrediction> OfDataset(Dataset dataset, PartitionName partition)
    {
        PartitionView view = PartitionView.Of(model, dataset, partition);
        if (view.RowCount == 0)
            throw ModelErrors.PartitionEmpty(dataset, partition);
        var batch = new PredictionBatch<int>(model, batchRows, withAll);
        RowPrediction Finish(int row, RowPrediction prediction) =>
            prediction with
            {
                Row = dataset.Origins?[view.Place(row)].Row ?? view.Place(row) + 1,
                Source = dataset.Origins?[view.Place(row)].Source ?? dataset.Name,
                Actual = model.Task == LearningTask.Classification ? model.Classes[(int)view.Target(row)] : view.ExactTarget(row),
            };
        float[] buffer = [];
        for (int row = 0; row < view.RowCount; row++)
        {
            view.Rows(row, 1, ref buffer).CopyTo(batch.NextInputs);
            batch.Add(row);
            if (!batch.IsFull)
                continue;
            foreach (RowPrediction prediction in Predict(batch, Finish))
                yield return prediction;
        }
        foreach (RowPrediction prediction in Predict(batch, Finish))
            yield return prediction;
    }

    /// <summary>Predicts the rows of files, one file after another; rows are counted in each.</summary>
    /// <param name="files">The files, opened as they are enumerated; each is disposed after its last row.</param>
    /// <param name="preparer">Prepares the rows; counts what had to be filled.</param>
    /// <param name="opened">Told of each file before its first row.</param>
    /// <exception cref="ComputeException"><c>PredictionColumnMissing</c> or <c>PredictionValueInvalid</c>, or an error of a
    /// file.</exception>
    internal IEnumerable<RowPrediction> OfFiles(IEnumerable<RowReader> files, RowPreparer preparer, Action<RowReader>? opened = null)
    {
        var batch = new PredictionBatch<(long Row, string? Label, string Source)>(model, batchRows, withAll);
        string target = model.Preprocessing.Target?.Name ?? "";
        RowPrediction Finish((long Row, string? Label, string Source) item, RowPrediction prediction) =>
            prediction with
            {
                Row = item.Row,
                Source = item.Source,
                Actual = Actual(item.Label),
            };
        foreach (RowReader file in files)
        {
            using RowReader rows = file;
            opened?.Invoke(rows);
            preparer.Bind(rows);
            for (long row = 1; rows.Read(); row++)
            {
                rows.Prepare(preparer, batch.NextInputs);
                batch.Add((row, rows.Label(target), rows.Source));
                if (!batch.IsFull)
                    continue;
                foreach (RowPrediction prediction in Predict(batch, Finish))
                    yield return prediction;
            }
        }
        foreach (RowPrediction prediction in Predict(batch, Finish))
            yield return prediction;
    }

    private IReadOnlyList<RowPrediction> Predict<T>(PredictionBatch<T> batch, Func<T, RowPrediction, RowPrediction> finish)
    {
        cancellation.ThrowIfCancellationRequested();
        return batch.Predict(finish);
    }

    private object? Actual(string? text)
    {
        if (text is null || model.Preprocessing.MissingMarkers.Contains(text, StringComparer.OrdinalIgnoreCase))
            return null;
        if (model.Task == LearningTask.Classification)
            return text;
        return _target is not null && _target.TryReadExact(text, out double number) ? number : null;
    }
}
