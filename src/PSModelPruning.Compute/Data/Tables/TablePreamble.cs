using System.Text;

namespace PSModelPruning.Compute.Data;

/// <summary>What stands before a table in its file, and how its columns are divided where no delimiter does.</summary>
/// <param name="Bytes">How many bytes stand before the table.</param>
/// <param name="Lines">How many lines these are.</param>
internal sealed record TablePreamble(int Bytes, int Lines)
{
    private const int ProbedLines = 200;
    private static readonly char[] Delimiters = [',', '\t', ';', '|'];

    internal static TablePreamble None { get; } = new(0, 0);

    /// <summary>The delimiter that a line <c>sep=;</c> tells; null where there is none.</summary>
    public char? Delimiter { get; init; }

    /// <summary>The columns that are divided by blanks; null where a delimiter divides them.</summary>
    public AlignedColumns? Columns { get; init; }

    /// <summary>What was decided, in sentences.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Looks at the beginning of a file.</summary>
    internal static TablePreamble Find(TableStream file, TableOptions options, string path)
    {
        var scan = new Scan(file);
        var notes = new List<string>();
        for (int line = 0; line < options.SkippedLines; line++)
        {
            if (!scan.Skip())
                throw DataErrors.AllSkipped(path, options.SkippedLines, scan.Lines);
        }
        char? delimiter = null;
        if (Separator(scan.Line()) is { } told)
        {
            delimiter = told;
            notes.Add($"The line 'sep={(told == '\t' ? "\\t" : told.ToString())}' names the delimiter.");
            scan.Skip();
        }
        if (scan.Line().StartsWith("#TYPE ", StringComparison.Ordinal))
        {
            notes.Add("The line '#TYPE …' before the table was passed over.");
            scan.Skip();
        }
        if (options.Comment is null && SkipComments(scan) is > 0 and int comments)
            notes.Add(
                comments == 1
                    ? "A comment line before the table was passed over."
                    : $"{comments} comment lines before the table were passed over."
            );
        AlignedColumns? columns = options.Delimiter is null && delimiter is null ? Aligned(scan, options, path) : null;
        if (columns is not null)
            notes.Add($"The {columns.Count} columns are divided by blanks.");
        return scan.Bytes == 0 && delimiter is null && columns is null
            ? None
            : new TablePreamble(scan.Bytes, scan.Lines)
            {
                Delimiter = columns is null ? delimiter : ',',
                Columns = columns,
                Notes = notes,
            };
    }

    /// <summary>Walks over the lines at the beginning of a file.</summary>
    private sealed class Scan(TableStream file)
    {
        internal int Bytes { get; private set; }

        internal int Lines { get; private set; }

        /// <summary>The next line without its end; cut if it is long.</summary>
        internal string Line(int ahead = 0)
        {
            int start = Bytes;
            for (; ahead > 0; ahead--)
            {
                if (End(start) is not { } end)
                    return "";
                start = end;
            }
            int length = (End(start) ?? file.Beginning.Length) - start;
            return Encoding.UTF8.GetString(file.Beginning.AsSpan(start, Math.Min(length, 1 << 16))).TrimEnd('\r', '\n');
        }

        /// <summary>The next lines that are whole and not empty.</summary>
        internal List<string> NextLines(int count)
        {
            var lines = new List<string>();
            int start = Bytes;
            while (lines.Count < count && start < file.Beginning.Length)
            {
                int? end = End(start);
                if (end is null && !file.IsWhole)
                    break;
                string line = Encoding
                    .UTF8.GetString(file.Beginning.AsSpan(start, (end ?? file.Beginning.Length) - start))
                    .TrimEnd('\r', '\n');
                if (line.Trim().Length > 0)
                    lines.Add(line);
                start = end ?? file.Beginning.Length;
            }
            return lines;
        }

        /// <summary>Goes over a line.</summary>
        /// <returns>False at the end of the file.</returns>
        internal bool Skip()
        {
            int? end;
            while ((end = End(Bytes)) is null && !file.IsWhole)
                file.Extend();
            if (end is null && Bytes >= file.Beginning.Length)
                return false;
            Bytes = end ?? file.Beginning.Length;
            Lines++;
            return true;
        }

        private int? End(int start)
        {
            int at = file.Beginning.AsSpan(start).IndexOf((byte)'\n');
            return at < 0 ? null : start + at + 1;
        }
    }

    private static char? Separator(string line)
    {
        string text = line.Trim('"', ' ');
        return text.StartsWith("sep=", StringComparison.OrdinalIgnoreCase) && text[4..] is { Length: 1 } one ? one[0]
            : text.Equals("sep=\\t", StringComparison.OrdinalIgnoreCase) ? '\t'
            : null;
    }

    /// <summary>
    /// Goes over the lines that start with '#' before a table. The last of them stays where it is a header: where it has as many fields as
    /// the line that follows.
    /// </summary>
    private static int SkipComments(Scan scan)
    {
        int count = 0;
        while (scan.Line(count).StartsWith('#'))
            count++;
        if (count == 0 || scan.Line(count).Length == 0)
            return 0;
        string last = scan.Line(count - 1),
            next = scan.Line(count);
        if (Delimiters.Any(delimiter => last.Contains(delimiter) && last.Count(c => c == delimiter) == next.Count(c => c == delimiter)))
            count--;
        for (int line = 0; line < count; line++)
            scan.Skip();
        return count;
    }

    private static AlignedColumns? Aligned(Scan scan, TableOptions options, string path)
    {
        List<string> lines = scan.NextLines(ProbedLines);
        if (options.Comment is { } comment)
            lines.RemoveAll(line => line.StartsWith(comment));
        if (lines.Count < 2 || Array.Exists(Delimiters, delimiter => lines.Count(line => line.Contains(delimiter)) * 2 > lines.Count))
            return null;
        if (AlignedColumns.Of(lines) is { } columns)
            return columns;
        bool seemAligned =
            lines.Count > 2
            && lines.TrueForAll(line => line.AsSpan().Trim().Contains("  ", StringComparison.Ordinal) || AlignedColumns.IsRule(line));
        return seemAligned ? throw DataErrors.AlignedUnclear(path) : null;
    }
}
