using System.Diagnostics;
using System.Globalization;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Training;

/// <summary>Tells where a run stands: epoch, loss, accuracy, rows a second and the time that remains.</summary>
internal sealed class TrainingProgress(string activity, int epochs, int rowsPerEpoch, IWorkMonitor monitor)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private TimeSpan _last = -Interval;
    private int _firstEpoch;

    /// <summary>Reports after a step; makes a report only as often as somebody may see it.</summary>
    /// <param name="epoch">The epoch, from 1.</param>
    /// <param name="meter">What the epoch has given so far.</param>
    internal void Report(int epoch, FitMeter meter)
    {
        TimeSpan now = _clock.Elapsed;
        if (_firstEpoch == 0)
            _firstEpoch = epoch;
        if (now - _last < Interval)
            return;
        _last = now;
        double done = (double)(epoch - _firstEpoch) * rowsPerEpoch + meter.Rows;
        double rate = done / now.TotalSeconds;
        double left = (double)(epochs - epoch + 1) * rowsPerEpoch - meter.Rows;
        string accuracy =
            meter.Accuracy is var value && double.IsFinite(value)
                ? string.Create(CultureInfo.InvariantCulture, $", accuracy {value:0.000}")
                : "";
        string status = string.Create(
            CultureInfo.InvariantCulture,
            $"epoch {epoch} of {epochs}, loss {meter.Loss:0.0000}{accuracy}, {rate:N0} rows/s"
        );
        double fraction = (double)((epoch - 1L) * rowsPerEpoch + meter.Rows) / ((double)epochs * rowsPerEpoch);
        monitor.Progress(new WorkProgress(activity, status, fraction, TimeSpan.FromSeconds(Math.Min(left / rate, 1e8))));
    }
}
