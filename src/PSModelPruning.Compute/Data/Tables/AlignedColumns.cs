using System.Text;

namespace PSModelPruning.Compute.Data;

/// <summary>Columns that are divided by blanks, as commands and reports print them.</summary>
/// <param name="Starts">Where each column starts; empty where any run of blanks divides two fields.</param>
/// <param name="Count">How many columns there are.</param>
internal sealed record AlignedColumns(IReadOnlyList<int> Starts, int Count)
{
    /// <summary>Finds out whether lines hold columns that are divided by blanks.</summary>
    /// <param name="lines">The first lines that are not empty; at least two.</param>
    /// <returns>Null where they do not.</returns>
    internal static AlignedColumns? Of(IReadOnlyList<string> lines)
    {
        List<string> content = [.. lines.Where(line => !IsRule(line))];
        if (content.Count < 2)
            return null;
        List<string[]> words = [.. content.Select(Words)];
        if (words[0].Length > 1 && words.TrueForAll(line => line.Length == words[0].Length))
            return HasNumbers(words) ? new AlignedColumns([], words[0].Length) : null;
        int[] starts = [.. Starting(content)];
        if (starts.Length < 2)
            return null;
        List<string[]> cells = [.. content.Select(line => Cells(line, starts))];
        return cells[0].All(name => name.Length > 0) && HasNumbers(cells) ? new AlignedColumns(starts, starts.Length) : null;
    }

    /// <summary>Whether a line is the one of dashes under a header.</summary>
    internal static bool IsRule(string line) => line.Contains("--", StringComparison.Ordinal) && !line.AsSpan().ContainsAnyExcept(" \t\r-");

    /// <summary>The fields of a line; null where a field lies across two columns.</summary>
    internal string[]? Fields(string line)
    {
        if (Starts.Count == 0)
            return Words(line);
        return Starts.Skip(1).All(start => start > line.Length || line[start - 1] == ' ') ? Cells(line, Starts) : null;
    }

    /// <summary>The words of a line; quotes hold several together.</summary>
    private static string[] Words(string line)
    {
        var words = new List<string>();
        for (int at = 0; at < line.Length; )
        {
            if (line[at] is ' ' or '\t' or '\r')
            {
                at++;
                continue;
            }
            int start = at;
            int close = line[at] == '"' ? line.IndexOf('"', at + 1) : -1;
            if (close > 0)
            {
                words.Add(line[(start + 1)..close]);
                at = close + 1;
                continue;
            }
            while (at < line.Length && line[at] is not (' ' or '\t' or '\r'))
                at++;
            words.Add(line[start..at]);
        }
        return [.. words];
    }

    private static string[] Cells(string line, IReadOnlyList<int> starts)
    {
        var cells = new string[starts.Count];
        for (int i = 0; i < cells.Length; i++)
        {
            int end = i + 1 < cells.Length ? Math.Min(starts[i + 1], line.Length) : line.Length;
            cells[i] = starts[i] >= end ? "" : line[starts[i]..end].Trim();
        }
        return cells;
    }

    /// <summary>The places where a column starts: those that follow a place which is blank in every line.</summary>
    private static IEnumerable<int> Starting(List<string> lines)
    {
        int longest = lines.Max(line => line.TrimEnd().Length);
        bool wasBlank = true;
        for (int place = 0; place < longest; place++)
        {
            bool isBlank = lines.TrueForAll(line => place >= line.Length || line[place] is ' ' or '\r');
            if (wasBlank && !isBlank)
                yield return place;
            wasBlank = isBlank;
        }
    }

    private static bool HasNumbers(List<string[]> records)
    {
        for (int column = 0; column < records[0].Length; column++)
        {
            int at = column;
            if (records.Skip(1).Count(record => NumberForm.LooksNumeric(record[at])) >= (records.Count - 1) * 0.8)
                return true;
        }
        return false;
    }
}

/// <summary>Turns lines of aligned columns into comma-separated values.</summary>
/// <param name="lines">UTF-8 without byte order mark.</param>
/// <param name="columns">The columns.</param>
/// <param name="path">Named in errors.</param>
/// <param name="skipped">Lines of the file that came before.</param>
/// <param name="comment">The character that starts a comment line, or null.</param>
internal sealed class AlignedColumnsStream(Stream lines, AlignedColumns columns, string path, int skipped, char? comment)
    : ConvertedLinesStream(lines, path)
{
    private readonly DelimitedRow _row = new();

    private protected override ReadOnlyMemory<byte> Convert(ReadOnlySpan<byte> line)
    {
        string text = Encoding.UTF8.GetString(line);
        if (AlignedColumns.IsRule(text) || comment is { } sign && text.StartsWith(sign))
            return NoRecord;
        string[] fields = columns.Fields(text) ?? throw DataErrors.AcrossColumns(Path, Line + skipped);
        _row.Start();
        foreach (string field in fields)
            _row.Add(field);
        return _row.End();
    }
}
