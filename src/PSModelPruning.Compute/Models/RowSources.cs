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
    /// <summary>Predicts a partition.</summary>
    /// <exception cref="ComputeException"><c>SchemaMismatch</c>: the data set does not fit. <c>PartitionEmpty</c>: it has no such
    /// rows.</exception>
    internal IEnumerable<Prediction> OfDataset(Dataset dataset, PartitionName partition)
    {
        PartitionView view = PartitionView.Of(model, dataset, partition);
        if (view.RowCount == 0)
            throw ModelErrors.PartitionEmpty(dataset, partition);
        var batch = new PredictionBatch<int>(model, batchRows, withAll);
        Prediction Finish(int row, Prediction prediction) =>
            prediction with
            {
                Row = row + 1,
                Source = dataset.Name,
                Actual = model.Task == LearningTask.Classification ? model.Classes[(int)view.Target(row)] : (double)view.Target(row),
            };
        float[] buffer = [];
        for (int row = 0; row < view.RowCount; row++)
        {
            view.Rows(row, 1, ref buffer).CopyTo(batch.NextInputs);
            batch.Add(row);
            if (!batch.IsFull)
                continue;
            foreach (Prediction prediction in Predict(batch, Finish))
                yield return prediction;
        }
        foreach (Prediction prediction in Predict(batch, Finish))
            yield return prediction;
    }

    /// <summary>Predicts the rows of a table.</summary>
    /// <param name="rows">The table.</param>
    /// <param name="preparer">Prepares its rows; counts what had to be filled.</param>
    /// <param name="source">The table's name.</param>
    /// <exception cref="ComputeException"><c>PredictionColumnMissing</c> or <c>PredictionValueInvalid</c>, or an error of the
    /// file.</exception>
    internal IEnumerable<Prediction> OfTable(TabularRowReader rows, RowPreparer preparer, string source)
    {
        preparer.Bind(rows);
        int target = TargetColumn(rows);
        var batch = new PredictionBatch<(long Row, string? Target)>(model, batchRows, withAll);
        Prediction Finish((long Row, string? Target) item, Prediction prediction) =>
            prediction with
            {
                Row = item.Row,
                Source = source,
                Actual = Actual(item.Target),
            };
        for (long row = 1; rows.Read(); row++)
        {
            preparer.Prepare(rows.Fields, batch.NextInputs);
            batch.Add((row, target < 0 ? null : rows.Fields[target]?.Trim()));
            if (!batch.IsFull)
                continue;
            foreach (Prediction prediction in Predict(batch, Finish))
                yield return prediction;
        }
        foreach (Prediction prediction in Predict(batch, Finish))
            yield return prediction;
    }

    /// <summary>Predicts the images of files, one file after another; rows are counted in each.</summary>
    /// <param name="files">The files.</param>
    /// <param name="classNames">The names of the labels that the files hold; null where a label's name is its number.</param>
    /// <param name="preparer">Prepares the images.</param>
    /// <exception cref="ComputeException"><c>PredictionColumnMissing</c>: the images lack pixels that the model needs; or an error of a
    /// file.</exception>
    internal IEnumerable<Prediction> OfImages(IReadOnlyList<ImageFile> files, IReadOnlyList<string>? classNames, RowPreparer preparer)
    {
        var batch = new PredictionBatch<(long Row, int Label, string File)>(model, batchRows, withAll);
        Prediction Finish((long Row, int Label, string File) item, Prediction prediction) =>
            prediction with
            {
                Row = item.Row,
                Source = item.File,
                Actual =
                    item.Label < 0 ? null
                    : classNames is null ? item.Label.ToString(CultureInfo.InvariantCulture)
                    : classNames[item.Label],
            };
        foreach (ImageFile file in files)
        {
            using ImageSource images = file.Open();
            preparer.Bind(ImageSource.PixelNames(images.Shape));
            var pixels = new byte[images.Size];
            for (long row = 1; images.Read(pixels, out int label); row++)
            {
                preparer.Prepare(pixels, batch.NextInputs);
                batch.Add((row, label, Path.GetFileName(file.Path)));
                if (!batch.IsFull)
                    continue;
                foreach (Prediction prediction in Predict(batch, Finish))
                    yield return prediction;
            }
        }
        foreach (Prediction prediction in Predict(batch, Finish))
            yield return prediction;
    }

    private IReadOnlyList<Prediction> Predict<T>(PredictionBatch<T> batch, Func<T, Prediction, Prediction> finish)
    {
        cancellation.ThrowIfCancellationRequested();
        return batch.Predict(finish);
    }

    private int TargetColumn(TabularRowReader rows)
    {
        if (model.Preprocessing.Target is not { } target || !rows.HasNames)
            return -1;
        for (int i = 0; i < rows.Names.Count; i++)
        {
            if (rows.Names[i].Equals(target.Name, StringComparison.OrdinalIgnoreCase))
                return i;
        }
        return -1;
    }

    private object? Actual(string? text)
    {
        if (text is null || model.Preprocessing.MissingMarkers.Contains(text, StringComparer.OrdinalIgnoreCase))
            return null;
        if (model.Task == LearningTask.Classification)
            return text;
        return double.TryParse(text, NumberStyles.Any, CultureInfo.GetCultureInfo(model.Preprocessing.Culture), out double number)
            ? number
            : null;
    }
}
