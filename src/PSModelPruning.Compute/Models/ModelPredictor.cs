using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Models;

/// <summary>Runs a model over many rows, a batch at a time, so that memory does not grow with the rows.</summary>
internal static class ModelPredictor
{
    private const int BatchElements = 1 << 20;
    private const int MaximumRows = 2048;
    private const int MinimumRows = 64;

    /// <summary>Receives the outputs of one batch.</summary>
    /// <param name="firstRow">The batch's first row.</param>
    /// <param name="outputs"><c>[rows × outputs]</c>: class probabilities, or numbers in the target's own units.</param>
    internal delegate void BatchReceiver(int firstRow, ReadOnlySpan<float> outputs);

    /// <summary>How many rows are predicted at a time.</summary>
    internal static int BatchRows(Model model) =>
        Math.Clamp(BatchElements / Math.Max(1, model.Preprocessing.Width), MinimumRows, MaximumRows);

    /// <summary>Predicts every row of a view.</summary>
    internal static void ForEachBatch(Model model, PartitionView rows, IWorkMonitor monitor, BatchReceiver receive) =>
        ForEachBatch(model.Predict, model, rows, monitor, receive);

    /// <summary>Predicts every row of a view as <see cref="Model.PredictReproducibly"/> does.</summary>
    internal static void ForEachBatchReproducibly(Model model, PartitionView rows, IWorkMonitor monitor, BatchReceiver receive) =>
        ForEachBatch(model.PredictReproducibly, model, rows, monitor, receive);

    private delegate void Prediction(ReadOnlySpan<float> inputs, int rows, Span<float> output);

    private static void ForEachBatch(Prediction predict, Model model, PartitionView rows, IWorkMonitor monitor, BatchReceiver receive)
    {
        int batchRows = BatchRows(model);
        var outputs = new float[batchRows * model.OutputCount];
        float[] buffer = [];
        for (int first = 0; first < rows.RowCount; first += batchRows)
        {
            monitor.Cancellation.ThrowIfCancellationRequested();
            int count = Math.Min(batchRows, rows.RowCount - first);
            Span<float> output = outputs.AsSpan(0, count * model.OutputCount);
            ReadOnlySpan<float> inputs = rows.Rows(first, count, ref buffer);
            predict(inputs, count, output);
            CheckFinite(model, first, inputs, output);
            receive(first, output);
        }
    }

    /// <summary>A score of what is no number would say something, and nothing that is true.</summary>
    private static void CheckFinite(Model model, int first, ReadOnlySpan<float> inputs, ReadOnlySpan<float> output)
    {
        if (!output.ContainsNonFinite())
            return;
        int row = 0;
        while (!output.Slice(row * model.OutputCount, model.OutputCount).ContainsNonFinite())
            row++;
        int width = model.Preprocessing.Width;
        throw ModelErrors.PredictionNotFinite(model, first + row + 1L, inputs.Slice(row * width, width));
    }
}
