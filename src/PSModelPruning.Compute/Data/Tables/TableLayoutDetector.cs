using System.Text;
using CsvHelper;

namespace PSModelPruning.Compute.Data;

/// <summary>Finds out delimiter, quoting and header from the beginning of a table.</summary>
internal static class TableLayoutDetector
{
    private const int ProbedRecords = 200;
    private const int NumbersProbed = 1000;
    private const int MostLinesBefore = 50;

    /// <summary>The most bytes that are read ahead to see more than a header.</summary>
    private const int LongestSample = 64 << 20;

    /// <summary>The most bytes that are read ahead to see several records.</summary>
    private const int LongSample = 4 << 20;

    private const int FewRecords = 20;

    /// <param name="table">The table, of which nothing was read yet. Where its first records are long, more of it is read ahead.</param>
    /// <param name="options">What the caller said.</param>
    /// <param name="path">Named in errors.</param>
    internal static TableLayout Detect(TableStream table, TableOptions options, string path)
    {
        Candidate best = MostConsistent(Candidates(table, options));
        while (!table.IsWhole && IsShort(best.Records.Count, table.Beginning.Length))
        {
            table.Extend();
            best = MostConsistent(Candidates(table, options));
        }
        (char delimiter, List<string[]> records, CsvMode mode) = best;
        if (records.Count == 0)
            throw DataErrors.Empty(path);
        if (options is { HasHeader: not false, Header: null } && LinesBefore(best) is > 0 and int before)
            throw DataErrors.LinesBeforeHeader(path, table.Preamble.Lines + LinesUpTo(table, best.Starts[before]), options.SkippedLines);
        bool hasHeader = options.HasHeader
            ?? (options.Header is null ? LooksLikeHeader(records, options) : HeaderIsRepeated(records[0], options.Header));
        int width = records.Count > 1 ? Usual(records.Skip(hasHeader ? 1 : 0)) : records[0].Length;
        bool endsWithDelimiter = EndsWithDelimiter(records, hasHeader, width);
        int columns = endsWithDelimiter ? width - 1 : width;
        string[] header = records[0].Length > columns && endsWithDelimiter ? records[0][..columns] : records[0];
        bool headerIsShort = hasHeader && records.Count > 1 && header.Length == columns - 1;
        if (headerIsShort && !AreRowNames(records))
            throw DataErrors.HeaderShort(path, table.Preamble.Lines + 1, header.Length, columns);
        IReadOnlyList<string> names =
            options.Header is { } told ? Told(told, columns, path)
            : !hasHeader ? TableLayout.GeneratedNames(columns)
            : Unique(headerIsShort ? ["RowName", .. header] : header);
        List<string> notes = [.. table.Preamble.Notes];
        if (endsWithDelimiter)
            notes.Add("Every row ends with a delimiter, which does not start another column.");
        return new TableLayout(delimiter, mode, hasHeader, headerIsShort, names, table.Encoding)
        {
            IsPadded = IsPadded(table.Beginning, delimiter),
            HasTrailingDelimiter = endsWithDelimiter,
            Comment = options.Comment,
            SkippedLines = table.Preamble.Lines,
            SampleBytes = best.Bytes,
            Notes = notes,
        };
    }

    /// <summary>
    /// How many records stand before the header: records of fewer fields, followed by one of names with numbers below. A table whose header
    /// has no name for the names of the rows starts with numbers right after it.
    /// </summary>
    private static int LinesBefore(Candidate table)
    {
        List<string[]> records = table.Records;
        int width = Usual(records);
        int first = records.FindIndex(record => record.Length == width);
        if (width < 2 || first is < 1 or > MostLinesBefore || records.Count < first + 2 || records[first].Any(NumberForm.LooksNumeric))
            return 0;
        for (int column = 0; column < width; column++)
        {
            string[] below = [.. records.Skip(first + 1).Where(record => record.Length == width).Select(record => record[column])];
            if (below.Count(NumberForm.LooksNumeric) > below.Length * 0.8)
                return first;
        }
        return 0;
    }

    private static int LinesUpTo(TableStream table, long offset) => table.Beginning.AsSpan(0, (int)offset).Count((byte)'\n');

    private static bool IsShort(int records, int bytes) =>
        records < 2 && bytes < LongestSample || records < FewRecords && bytes < LongSample;

    /// <summary>Whether the last field is empty in every row, where the header has no name for it.</summary>
    private static bool EndsWithDelimiter(List<string[]> records, bool hasHeader, int width)
    {
        string[][] rows = [.. records.Skip(hasHeader ? 1 : 0).Where(record => record.Length == width)];
        return width > 1
            && rows.Length > 0
            && (!hasHeader || records[0].Length == width - 1 || records[0].Length == width && records[0][^1].Length == 0)
            && Array.TrueForAll(rows, row => row[^1].Length == 0);
    }

    /// <summary>Whether the first fields of the rows are different from each other, as names of rows are.</summary>
    private static bool AreRowNames(List<string[]> records) =>
        records.Skip(1).Select(record => record[0]).Distinct(StringComparer.Ordinal).Count() == records.Count - 1;

    /// <summary>How the beginning of a table reads with a delimiter.</summary>
    /// <param name="Delimiter">The delimiter.</param>
    /// <param name="Records">The first whole records.</param>
    /// <param name="Mode">Whether quotes have a meaning.</param>
    /// <param name="Bytes">How many bytes whole records take up.</param>
    /// <param name="HasStrayQuotes">Whether there are quotes that do not open and close fields.</param>
    /// <param name="Starts">Where the first records start.</param>
    private sealed record Candidate(
        char Delimiter,
        List<string[]> Records,
        CsvMode Mode,
        int Bytes,
        bool HasStrayQuotes,
        IReadOnlyList<long> Starts
    )
    {
        internal double Consistency { get; } = TableLayoutDetector.Consistency(Records, Delimiter, HasStrayQuotes);

        internal void Deconstruct(out char delimiter, out List<string[]> records, out CsvMode mode) =>
            (delimiter, records, mode) = (Delimiter, Records, Mode);
    }

    /// <summary>The first of the most consistent.</summary>
    private static Candidate MostConsistent(IEnumerable<Candidate> candidates)
    {
        Candidate? best = null;
        foreach (Candidate candidate in candidates)
            best = best is null || candidate.Consistency > best.Consistency ? candidate : best;
        return best!;
    }

    private static IEnumerable<Candidate> Candidates(TableStream table, TableOptions options)
    {
        foreach (char delimiter in (options.Delimiter ?? table.Preamble.Delimiter) is { } told ? [told] : TableSigns.UsualDelimiters)
        {
            Candidate quoted = Read(table, delimiter, CsvMode.Rfc4180, options);
            // Quotes that do not open and close fields are text, as in tab-separated files of sentences.
            yield return quoted.HasStrayQuotes ? MostConsistent([quoted, Read(table, delimiter, CsvMode.NoEscape, options)]) : quoted;
        }
    }

    private static Candidate Read(TableStream table, char delimiter, CsvMode mode, TableOptions options)
    {
        int bytes = table.IsWhole ? table.Beginning.Length : WholeRecords(table.Beginning, mode);
        int faults = 0;
        TableLayout layout = new(delimiter, mode, false, false, [], null) { Comment = options.Comment };
        using CsvReader reader = CsvReader.Create(
            table.Beginning.AsMemory(0, bytes),
            layout.ReaderOptions with
            {
                OnMalformedRecord = _ => faults++,
            }
        );
        var records = new List<string[]>();
        var starts = new List<long>();
        while (records.Count <= ProbedRecords && reader.Read())
        {
            records.Add(Fields(reader));
            starts.Add(reader.ByteOffset);
        }
        // Quotes may go wrong further on.
        while (mode == CsvMode.Rfc4180 && reader.Read()) { }
        return new Candidate(delimiter, records, mode, bytes, mode == CsvMode.NoEscape || faults > 0, starts);
    }

    /// <summary>
    /// How many of the first bytes end with a record: up to the last line break, which lies outside of quotes where these have a meaning.
    /// </summary>
    private static int WholeRecords(ReadOnlySpan<byte> beginning, CsvMode mode)
    {
        byte end = beginning.Contains((byte)'\n') ? (byte)'\n' : (byte)'\r';
        if (mode == CsvMode.NoEscape || !beginning.Contains((byte)'"'))
            return beginning.LastIndexOf(end) + 1;
        int whole = 0;
        bool isInside = false;
        for (int at = 0; beginning[at..].IndexOfAny(end, (byte)'"') is >= 0 and int next; )
        {
            at += next + 1;
            if (beginning[at - 1] == '"')
                isInside = !isInside;
            else if (!isInside)
                whole = at;
        }
        return whole;
    }

    private static string[] Fields(CsvReader reader)
    {
        var fields = new string[reader.FieldCount];
        for (int i = 0; i < fields.Length; i++)
            fields[i] = Encoding.UTF8.GetString(reader.GetSpan(i));
        return fields;
    }

    /// <summary>Whether white space stands beside a delimiter or a line break.</summary>
    private static bool IsPadded(ReadOnlySpan<byte> text, char delimiter)
    {
        ReadOnlySpan<byte> blanks = delimiter == '\t' ? " "u8 : " \t"u8;
        for (int at = text.IndexOfAny(blanks); at >= 0; )
        {
            bool after = at == 0 || text[at - 1] == delimiter || text[at - 1] == '\n';
            bool before = at + 1 == text.Length || text[at + 1] == delimiter || text[at + 1] is (byte)'\n' or (byte)'\r';
            if (after || before)
                return true;
            int next = text[(at + 1)..].IndexOfAny(blanks);
            at = next < 0 ? -1 : at + 1 + next;
        }
        return false;
    }

    /// <summary>
    /// Higher for more records of the same, greater number of fields, and for numbers in them; one field a record is the least of all.
    /// Quotes that are only text count against a delimiter: they may hold it.
    /// </summary>
    private static double Consistency(List<string[]> records, char delimiter, bool hasStrayQuotes)
    {
        if (records.Count == 0)
            return -1;
        int usual = Usual(records);
        if (usual == 1)
            return 0;
        double share = records.Count(r => r.Length == usual) / (double)records.Count;
        return share * 100
            + Math.Min(usual, 50) * 0.1
            + ShareOfNumbers(records) * 2
            - (hasStrayQuotes ? 50 : 0)
            - Array.IndexOf(TableSigns.UsualDelimiters, delimiter) * 0.01
            + records.Count * 0.001;
    }

    /// <summary>How many of the first fields are numbers, as a fraction.</summary>
    private static double ShareOfNumbers(List<string[]> records)
    {
        string[] fields = [.. records.Skip(1).SelectMany(record => record).Take(NumbersProbed)];
        return fields.Length == 0 ? 0 : fields.Count(NumberForm.LooksNumeric) / (double)fields.Length;
    }

    /// <summary>The most frequent number of fields; the greatest of several.</summary>
    private static int Usual(IEnumerable<string[]> records)
    {
        var counts = new List<int>();
        foreach (string[] record in records)
        {
            while (counts.Count <= record.Length)
                counts.Add(0);
            counts[record.Length]++;
        }
        int usual = 0;
        for (int length = 0; length < counts.Count; length++)
            usual = counts[length] >= counts[usual] ? length : usual;
        return usual;
    }

    /// <summary>
    /// A first record is a header if it holds a name that is expected, or if it has no number and some column below is all numbers, where
    /// it has a text that does not stand for a missing number; or, where all columns are text, if none of its values comes again below.
    /// </summary>
    private static bool LooksLikeHeader(List<string[]> records, TableOptions options)
    {
        string[] first = records[0];
        if (first.Any(field => options.ExpectedNames.Contains(field, StringComparer.OrdinalIgnoreCase)))
            return true;
        if (first.Any(NumberForm.LooksNumeric))
            return false;
        if (records.Count == 1)
            return first.Length > 1 && first.Distinct(StringComparer.Ordinal).Count() == first.Length;
        var missing = new HashSet<string>(options.AllMissingMarkers.Concat(options.AllNumberMarkers), StringComparer.OrdinalIgnoreCase);
        int shift = records[1].Length == first.Length + 1 && records[1][^1].Length > 0 ? 1 : 0;
        bool hasNumbers = false;
        for (int column = 0; column < first.Length; column++)
        {
            int at = column + shift;
            List<string> below =
            [
                .. records.Skip(1).Where(r => r.Length > at && r[at].Length > 0 && !missing.Contains(r[at])).Select(r => r[at]),
            ];
            if (below.Count == 0 || below.Count(NumberForm.LooksNumeric) < below.Count * 0.8)
                continue;
            // The symbol of sodium is a name where other columns have names too: the case of a marker tells.
            if (first[column].Length > 0 && !missing.Any(marker => marker == first[column]))
                return true;
            hasNumbers = true;
        }
        if (hasNumbers)
            return false;
        for (int column = 0; column < first.Length; column++)
        {
            if (first[column].Length is 0 or > 64 || records.Skip(1).Any(r => r.Length > column && r[column] == first[column]))
                return false;
        }
        return true;
    }

    private static bool HeaderIsRepeated(string[] first, IReadOnlyList<string> told) =>
        first.Length == told.Count && first.Zip(told).All(pair => pair.First.Equals(pair.Second, StringComparison.OrdinalIgnoreCase));

    private static IReadOnlyList<string> Told(IReadOnlyList<string> told, int width, string path) =>
        told.Count == width ? Unique([.. told]) : throw DataErrors.HeaderCount(path, told.Count, width);

    /// <summary>Gives empty names a place name and repeated names a number.</summary>
    private static string[] Unique(string[] names)
    {
        var used = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var unique = new string[names.Length];
        for (int i = 0; i < names.Length; i++)
        {
            string name = names[i].Trim().Length == 0 ? $"Column{i + 1}" : names[i].Trim();
            string candidate = name;
            for (int copy = 2; !used.Add(candidate); copy++)
                candidate = $"{name}_{copy}";
            unique[i] = candidate;
        }
        return unique;
    }
}
