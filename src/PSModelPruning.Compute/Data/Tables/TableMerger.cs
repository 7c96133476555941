using System.Globalization;

namespace PSModelPruning.Compute.Data;

/// <summary>
/// Joins what several threads read from several tables: one order of rows, and for columns of texts one sorted list with one code a text.
/// </summary>
internal static class TableMerger
{
    internal static RawTable Merge(RawColumn[] columns, IReadOnlyList<ParsedPart> parts)
    {
        List<ParsingWorker> workers = [.. parts.SelectMany(part => part.Workers)];
        var merged = new RawColumn[columns.Length];
        for (int i = 0; i < columns.Length; i++)
            merged[i] = columns[i].Storage == RawStorage.Text ? columns[i] with { Texts = MergeTexts(i, workers) } : columns[i];
        var blocks = new List<RawBlock>();
        foreach (ParsedPart part in parts.Where(part => !part.Source.IsTest))
            AddInOrder(part, blocks);
        int testRows = 0;
        foreach (ParsedPart part in parts.Where(part => part.Source.IsTest))
        {
            AddInOrder(part, blocks);
            testRows += part.RowCount;
        }
        return new RawTable(merged, blocks, testRows);
    }

    private static void AddInOrder(ParsedPart part, List<RawBlock> blocks)
    {
        List<NumberedBlock> own = [.. part.Workers.SelectMany(worker => worker.Blocks)];
        own.Sort((a, b) => a.Number.CompareTo(b.Number));
        blocks.AddRange(own.Select(block => block.Block));
    }

    /// <summary>Numbers first, by value, then texts in ordinal order: an order that does not depend on threads or culture.</summary>
    internal static string[] Sorted(IEnumerable<string> texts)
    {
        return
        [
            .. texts
                .Select(text =>
                    (
                        Text: text,
                        Number: double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double n)
                            ? n
                            : double.PositiveInfinity
                    )
                )
                .OrderBy(item => item.Number)
                .ThenBy(item => item.Text, StringComparer.Ordinal)
                .Select(item => item.Text),
        ];
    }

    private static string[] MergeTexts(int column, List<ParsingWorker> workers)
    {
        var own = workers.Select(worker => worker.Texts(column)).ToList();
        string[] all = Sorted(own.SelectMany(texts => texts).Distinct(StringComparer.Ordinal));
        var codes = new Dictionary<string, int>(all.Length, StringComparer.Ordinal);
        for (int code = 0; code < all.Length; code++)
            codes[all[code]] = code;
        for (int w = 0; w < workers.Count; w++)
        {
            int[] map = [.. own[w].Select(text => codes[text])];
            foreach (RawBlock block in workers[w].Blocks.Select(numbered => numbered.Block))
            {
                Span<int> values = block.Columns[column]!.Codes.AsSpan(0, block.RowCount);
                for (int row = 0; row < values.Length; row++)
                    values[row] = values[row] < 0 ? -1 : map[values[row]];
            }
        }
        return all;
    }
}
