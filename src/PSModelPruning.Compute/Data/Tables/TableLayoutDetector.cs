using System.Text;
using CsvHelper;

namespace PSModelPruning.Compute.Data;

/// <summary>Finds out delimiter, quoting and header from the beginning of a table.</summary>
internal static class TableLayoutDetector
{
    private const int ProbedRecords = 200;
    private static readonly char[] Delimiters = [',', '\t', ';', '|'];

    /// <param name="beginning">The first bytes of the table, UTF-8, without byte order mark.</param>
    /// <param name="isWhole">True where they are the whole table, so that the last record is complete.</param>
    /// <param name="options">What the caller said.</param>
    /// <param name="encoding">The encoding that the bytes were read in; null for UTF-8.</param>
    /// <param name="path">Named in errors.</param>
    internal static TableLayout Detect(ReadOnlyMemory<byte> beginning, bool isWhole, TableOptions options, Encoding? encoding, string path)
    {
        (char delimiter, List<string[]> records, CsvMode mode) = MostConsistent(Candidates(beginning, isWhole, options));
        if (records.Count == 0)
            throw DataErrors.Empty(path);
        bool hasHeader = options.HasHeader
            ?? (options.Header is null ? LooksLikeHeader(records, options) : HeaderIsRepeated(records[0], options.Header));
        int width = records.Count > 1 ? Usual(records.Skip(hasHeader ? 1 : 0)) : records[0].Length;
        bool headerIsShort = hasHeader && records.Count > 1 && records[0].Length == width - 1;
        IReadOnlyList<string> names =
            options.Header is { } told ? Told(told, width, path)
            : !hasHeader ? TableLayout.GeneratedNames(width)
            : Unique(headerIsShort ? ["RowName", .. records[0]] : records[0]);
        return new TableLayout(delimiter, mode, hasHeader, headerIsShort, names, encoding)
        {
            IsPadded = IsPadded(beginning.Span, delimiter),
        };
    }

    /// <summary>How the beginning of a table reads with a delimiter.</summary>
    private sealed record Candidate(char Delimiter, List<string[]> Records, CsvMode Mode)
    {
        internal double Consistency => TableLayoutDetector.Consistency(Records, Delimiter);
    }

    /// <summary>The first of the most consistent.</summary>
    private static Candidate MostConsistent(IEnumerable<Candidate> candidates)
    {
        Candidate? best = null;
        foreach (Candidate candidate in candidates)
            best = best is null || candidate.Consistency > best.Consistency ? candidate : best;
        return best!;
    }

    private static IEnumerable<Candidate> Candidates(ReadOnlyMemory<byte> beginning, bool isWhole, TableOptions options)
    {
        foreach (char delimiter in options.Delimiter is { } told ? [told] : Delimiters)
        {
            List<string[]> quoted = Records(beginning, isWhole, delimiter, CsvMode.Rfc4180, out int malformed);
            // Quotes that do not open and close fields are text, as in tab-separated files of sentences.
            if (malformed == 0)
                yield return new Candidate(delimiter, quoted, CsvMode.Rfc4180);
            else
            {
                List<string[]> plain = Records(beginning, isWhole, delimiter, CsvMode.NoEscape, out _);
                yield return MostConsistent([
                    new Candidate(delimiter, quoted, CsvMode.Rfc4180),
                    new Candidate(delimiter, plain, CsvMode.NoEscape),
                ]);
            }
        }
    }

    private static List<string[]> Records(ReadOnlyMemory<byte> beginning, bool isWhole, char delimiter, CsvMode mode, out int malformed)
    {
        int faults = 0;
        var layout = new TableLayout(delimiter, mode, false, false, [], null);
        using CsvReader reader = CsvReader.Create(beginning, layout.ReaderOptions with { OnMalformedRecord = _ => faults++ });
        var records = new List<string[]>();
        while (records.Count <= ProbedRecords && reader.Read())
            records.Add(Fields(reader));
        // Quotes may go wrong further on.
        while (mode == CsvMode.Rfc4180 && reader.Read()) { }
        if (!isWhole && records.Count is > 1 and <= ProbedRecords)
            records.RemoveAt(records.Count - 1);
        malformed = faults;
        return records;
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

    /// <summary>Higher for more records of the same, greater number of fields; one field a record is the least of all.</summary>
    private static double Consistency(List<string[]> records, char delimiter)
    {
        if (records.Count == 0)
            return -1;
        int usual = Usual(records);
        double share = records.Count(r => r.Length == usual) / (double)records.Count;
        return usual == 1
            ? 0
            : share * 100 + Math.Min(usual, 50) * 0.1 - Array.IndexOf(Delimiters, delimiter) * 0.01 + records.Count * 0.001;
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
    /// A first record is a header if it holds a name that is expected, or if it has no number, no missing value and no value twice, and
    /// some column below is all numbers or dates; or, where all columns are text, if none of its values comes again below.
    /// </summary>
    private static bool LooksLikeHeader(List<string[]> records, TableOptions options)
    {
        string[] first = records[0];
        if (first.Any(field => options.ExpectedNames.Contains(field, StringComparer.OrdinalIgnoreCase)))
            return true;
        var numbers = new NumberText(options.CultureInfo);
        if (
            first.Any(field =>
                numbers.TryParse(field, out _)
                || options.AllMissingMarkers.Contains(field, StringComparer.OrdinalIgnoreCase) && field.Length > 0
            )
        )
            return false;
        if (records.Count == 1)
            return first.Length > 1 && first.Distinct(StringComparer.Ordinal).Count() == first.Length;
        int shift = records[1].Length == first.Length + 1 ? 1 : 0;
        for (int column = 0; column < first.Length; column++)
        {
            int at = column + shift;
            List<string> below =
            [
                .. records
                    .Skip(1)
                    .Where(r => r.Length > at && !options.AllMissingMarkers.Contains(r[at], StringComparer.OrdinalIgnoreCase))
                    .Select(r => r[at]),
            ];
            if (below.Count > 0 && below.Count(field => numbers.TryParse(field, out _)) >= below.Count * 0.8)
                return true;
        }
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
