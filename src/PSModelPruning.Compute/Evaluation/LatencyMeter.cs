using System.Diagnostics;
using PSModelPruning.Compute.Models;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Evaluation;

/// <summary>
/// Times prediction calls. Models that are to be compared are timed in turns, so that a machine that gets slower or faster
/// meanwhile does so for all alike. Trainings and prunings on other threads of the process rest meanwhile.
/// </summary>
/// <remarks>
/// The order is shuffled every round and a turn has a number of calls that is fixed beforehand. Under a processor quota, where the process
/// is stopped for the rest of every 100 ms, a fixed order falls into step with the stops and the same model meets them every time; and a
/// turn that ended at the first slow call would hold little but slow ones.
/// </remarks>
internal static class LatencyMeter
{
    private const int NoiseSeed = 1;
    private const double TurnMilliseconds = 5;

    // A busy machine may take this many times the time limit: calls are counted at the fastest one's duration.
    private const double Patience = 5;

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
    internal static IReadOnlyList<LatencyResult> Measure(
        IReadOnlyList<Model> models,
        LatencyOptions options,
        IWorkMonitor monitor,
        IReadOnlyList<Dataset>? datasets = null
    )
    {
        Subject[] subjects =
        [
            .. models.Select((model, i) => new Subject(model, Batch(model, datasets?[i] ?? model.Dataset, options.BatchSize), options)),
        ];
        Subject[] inOrder = [.. subjects];
        return QuietTime.OfProcess.Measure(
            isQuiet =>
            {
                if (!isQuiet)
                    monitor.Verbose("This process is doing other work while latency is measured. The figures may be too high.");
                foreach (Subject subject in subjects)
                    subject.WarmUp(monitor.Cancellation);
                var random = new Random(NoiseSeed);
                while (subjects.Any(subject => !subject.IsDone))
                {
                    random.Shuffle(subjects);
                    foreach (Subject subject in subjects)
                    {
                        monitor.Cancellation.ThrowIfCancellationRequested();
                        if (!subject.IsDone)
                            subject.TakeTurn(monitor.Cancellation);
                    }
                }
                return inOrder.Select(subject => LatencyResult.Of(options.BatchSize, subject.Milliseconds)).ToArray();
            },
            monitor.Cancellation
        );
    }

    /// <summary>
    /// The inputs of one call: rows of the data set, over and over if they are fewer, or normal noise where there is none.
    /// </summary>
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
        private double _fastest = double.PositiveInfinity;

        internal IReadOnlyList<double> Milliseconds => _milliseconds;

        internal bool IsDone =>
            _milliseconds.Count >= options.MinimumRuns
            && (
                _milliseconds.Count >= options.MaximumRuns
                || _milliseconds.Count * _fastest >= options.TimeLimit.TotalMilliseconds
                || _total >= Patience * options.TimeLimit.TotalMilliseconds
            );

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
            int calls = (int)Math.Clamp(TurnMilliseconds / _fastest, 1, options.MaximumRuns);
            for (int i = 0; i < calls && !IsDone; i++)
            {
                cancellation.ThrowIfCancellationRequested();
                double milliseconds = Call();
                _milliseconds.Add(milliseconds);
                _total += milliseconds;
            }
        }

        private double Call()
        {
            long start = Stopwatch.GetTimestamp();
            model.Predict(batch, options.BatchSize, _output);
            double milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            _fastest = Math.Min(_fastest, milliseconds);
            return milliseconds;
        }
    }
}
