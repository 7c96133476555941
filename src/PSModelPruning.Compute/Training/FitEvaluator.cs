using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Training.Losses;
using TorchSharp;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Training;

/// <summary>
/// Measures loss and accuracy of the network as it stands, as in prediction: no dropout, stored normalization statistics.
/// </summary>
internal sealed class FitEvaluator(GraphRunner runner, IReadOnlyList<int> inputShape, Loss loss, TrainingData data) : IDisposable
{
    private const int BatchSize = 512;
    private readonly BatchLoader? _loader =
        data.Validation.RowCount == 0
            ? null
            : new BatchLoader(data, data.Validation, inputShape, Math.Min(BatchSize, data.Validation.RowCount));
    private readonly int[] _rows = [.. Enumerable.Range(0, data.Validation.RowCount)];

    /// <summary>Measures over the validation rows; a meter without rows where there are none.</summary>
    internal FitMeter Measure(CancellationToken cancellation)
    {
        var meter = new FitMeter(data.Task);
        for (int first = 0; first < _rows.Length; first += BatchSize)
        {
            cancellation.ThrowIfCancellationRequested();
            QuietTime.OfProcess.Rest(cancellation);
            using DisposeScope scope = NewDisposeScope();
            using IDisposable _ = no_grad();
            Batch batch = _loader!.Load(_rows.AsSpan(first, Math.Min(BatchSize, _rows.Length - first)));
            Tensor output = runner.Infer(batch.Inputs);
            meter.Add(loss.Compute(output, batch.Targets).item<float>(), output, batch);
        }
        return meter;
    }

    public void Dispose() => _loader?.Dispose();
}
