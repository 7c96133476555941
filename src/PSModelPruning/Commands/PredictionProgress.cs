using System.Globalization;
using System.Management.Automation;

namespace PSModelPruning.Commands;

/// <summary>Says how many rows were predicted, where it takes longer than a second; done with when it is disposed.</summary>
internal sealed class PredictionProgress(Cmdlet cmdlet, string model) : IDisposable
{
    private const int Id = 1;
    private const int RowsBetweenLooks = 1024;
    private const long FirstAfter = 1000,
        Interval = 250;
    private readonly long _start = Environment.TickCount64;
    private long _rows,
        _last;

    /// <summary>Another row was predicted.</summary>
    internal void Count()
    {
        if (++_rows % RowsBetweenLooks != 0)
            return;
        long now = Environment.TickCount64;
        if (now - _start < FirstAfter || now - _last < Interval)
            return;
        _last = now;
        cmdlet.WriteProgress(
            new ProgressRecord(Id, $"Predicting with {model}", string.Create(CultureInfo.CurrentCulture, $"{_rows:N0} rows"))
        );
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_last == 0)
            return;
        try
        {
            cmdlet.WriteProgress(new ProgressRecord(Id, $"Predicting with {model}", "done") { RecordType = ProgressRecordType.Completed });
        }
        catch (PipelineStoppedException)
        {
            // A stopped pipeline shows nothing any more, and the shell takes its bars away.
        }
    }
}
