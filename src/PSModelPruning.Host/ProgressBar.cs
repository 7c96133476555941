using System.Globalization;
using System.Management.Automation;

namespace PSModelPruning.Host;

/// <summary>The one line at the bottom of a terminal that tells what is being done; nothing where stderr is not a terminal.</summary>
internal sealed class ProgressBar(TerminalWriter writer)
{
    private const int BarWidth = 24;
    private const string EraseLine = "\r\e[2K";
    private bool _isShown;

    /// <summary>Shows a report, or takes the line away at the last one.</summary>
    internal void Report(ProgressRecord record)
    {
        if (!writer.IsTerminal)
            return;
        if (record.RecordType == ProgressRecordType.Completed)
        {
            Clear();
            return;
        }
        writer.WriteRaw(EraseLine + Line(record, Width()));
        _isShown = true;
    }

    /// <summary>Takes the line away; other text may be written then.</summary>
    internal void Clear()
    {
        if (!_isShown)
            return;
        writer.WriteRaw(EraseLine);
        _isShown = false;
    }

    /// <summary>The line: activity, bar, percentage, remaining time, status, cut to the width.</summary>
    internal static string Line(ProgressRecord record, int width)
    {
        string line = record.Activity;
        if (record.PercentComplete >= 0)
        {
            int percent = Math.Min(record.PercentComplete, 100);
            int filled = BarWidth * percent / 100;
            line += string.Create(
                CultureInfo.InvariantCulture,
                $" [{new string('#', filled)}{new string('.', BarWidth - filled)}] {percent, 3} %"
            );
        }
        if (record.SecondsRemaining >= 0)
            line +=
                " "
                + TimeSpan
                    .FromSeconds(record.SecondsRemaining)
                    .ToString(record.SecondsRemaining >= 3600 ? "h\\:mm\\:ss" : "m\\:ss", CultureInfo.InvariantCulture)
                + " left";
        if (!string.IsNullOrWhiteSpace(record.StatusDescription))
            line += "  " + record.StatusDescription;
        line = line.ReplaceLineEndings(" ");
        return line.Length < width ? line : line[..Math.Max(0, width - 1)];
    }

    private static int Width()
    {
        try
        {
            return Console.WindowWidth > 0 ? Console.WindowWidth : 80;
        }
        catch (IOException)
        {
            return 80;
        }
    }
}
