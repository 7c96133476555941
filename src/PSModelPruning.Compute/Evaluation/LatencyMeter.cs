using System.Diagnostics;
using PSModelPruning.Compute.Models;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Evaluation;

/// <summary>
/// Times prediction calls. Models that are to be compared are timed in turns, so that a machine that gets slower or faster
/// meanwhile does so for all alike.
/// </summary>
internal static class LatencyMeter
{
    private const int NoiseSeed = 1;
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(5);

    /// <summary>Times one model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="batchSize">Rows of one call.</param>
    /// <param name="monitor">Is asked after every turn whether to stop.</param>
    /// <param name="timeLimit">The time that the timed calls may take together; one second if not given.</param>
    internal static LatencyResult Measure(Model model, int batchSize, IWorkMonitor monitor, TimeSpan? timeLimit = null)
    {
        var options = new LatencyOptions { BatchSize = batchSize };
        return Measure([model], timeLimit is { } limit ? options with { TimeLimit = limit } : options, monitor)[0];
    }

    /// <summary>Times several models in turns of about 5 ms; the first call of a turn refills the caches and is not counted.</summary>
    /// <param name="models">The models.</param>
    /// <param name="options">The batch size and how long to measure.</param>
    /// <param name="monitor">Is asked after every turn whether to stop.</param>
    /// <param name="datasets">Where each model's inputs come from; null takes its own data set, and normal noise where it has none.</param>
    internal static IReadOnlyList<LatencyResult> Measure(IReadOnlyList<Model> models, LatencyOptions options, IWorkMonitor monitor,
        IReadOnlyList<Dataset>? datasets = null)
    {
        Subject[] subjects = [.. models.Select((model, i) => new Subject(model, Batch(model, datasets?[i] ?? model.Dataset, options.BatchSize), options))];
        return TorchRuntime.Exclusive(0, () =>
        {
            foreach (Subject subject in subjects)
                subject.WarmUp(monitor.Cancellation);
            while (subjects.Any(subject => !subject.IsDone))
            {
                foreach (Subject subject in subjects)
                {
                    monitor.Cancellation.ThrowIfCancellationRequested();
                    if (!subject.IsDone)
                        subject.TakeTurn(monitor.Cancellation);
                }
            }
            return subjects.Select(subject => LatencyResult.Of(options.BatchSize, subject.Milliseconds)).ToArray();
        });
    }

    /// <summary>The inputs of one call: rows of the data set, over and over if they are fewer, or normal noise where there is none.</summary>
    private static float[] Batch(Model model, Dataset? dataset, int rows)
    {
        int width = model.Preprocessing.Width;
        var batch = new float[rows * width];
        PartitionName[] partitions = [PartitionName.Test, PartitionName.Validation, PartitionName.Training];
        if (dataset is not null && dataset.Rows > 0)
        {
            PartitionView view = PartitionView.Of(model, dataset, partitions.First(name => dataset[name].RowCount > 0));
            float[] buffer = [];
            for (int first = 0; first < rows; first += view.RowCount)
            {
                int count = Math.Min(view.RowCount, rows - first);
                view.Rows(0, count, ref buffer).CopyTo(batch.AsSpan(first * width));
            }
            return batch;
        }
        var random = new Random(NoiseSeed);
        for (int i = 0; i < batch.Length; i++)
            batch[i] = (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
        return batch;
    }

    /// <summary>One model and the durations of its calls.</summary>
    private sealed class Subject(Model model, float[] batch, LatencyOptions options)
    {
        private readonly float[] _output = new float[options.BatchSize * model.OutputCount];
        private readonly List<double> _milliseconds = [];
        private double _total;

        internal IReadOnlyList<double> Milliseconds => _milliseconds;

        internal bool IsDone => _milliseconds.Count >= options.MinimumRuns
            && (_milliseconds.Count >= options.MaximumRuns || _total >= options.TimeLimit.TotalMilliseconds);

        internal void WarmUp(CancellationToken cancellation)
        {
            for (int i = 0; i < options.WarmUpRuns; i++)
            {
                cancellation.ThrowIfCancellationRequested();
                Call();
            }
        }

        internal void TakeTurn(CancellationToken cancellation)
        {
            Call();
            double turn = 0;
            do
            {
                cancellation.ThrowIfCancellationRequested();
                double milliseconds = Call();
                _milliseconds.Add(milliseconds);
                _total += milliseconds;
                turn += milliseconds;
            }
            while (!IsDone && turn < Turn.TotalMilliseconds);
        }

        private double Call()
        {
            long start = Stopwatch.GetTimestamp();
            model.Predict(batch, options.BatchSize, _output);
            return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }
    }
}
