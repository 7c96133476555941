namespace PSModelPruning.Compute.Data;

/// <summary>How a column's values are held while a table is read.</summary>
internal enum RawStorage
{
    /// <summary>Not at all: the column is excluded.</summary>
    None,

    /// <summary>As numbers.</summary>
    Number,

    /// <summary>As seconds, read as dates.</summary>
    Date,

    /// <summary>As codes of distinct texts.</summary>
    Text,
}

/// <summary>One column as it was read.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Storage">How its values are held.</param>
/// <param name="DateFormat">The .NET format of its dates, or null.</param>
internal sealed record RawColumn(string Name, RawStorage Storage, string? DateFormat = null)
{
    /// <summary>The distinct texts in the order of their codes, sorted; for <see cref="RawStorage.Text"/>.</summary>
    public IReadOnlyList<string> Texts { get; init; } = [];

    /// <summary>How its numbers are written.</summary>
    public NumberForm Form { get; init; } = NumberForm.Plain;

    /// <summary>The format that its dates have where they are not of the first one; null where there is no other.</summary>
    public string? OtherDateFormat { get; init; }

    /// <summary>What was decided about its values, in words.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}

/// <summary>A run of consecutive rows; a value list a column, null for excluded columns.</summary>
internal sealed record RawBlock(int RowCount, RawValues?[] Columns);

/// <summary>Rows as they were read, column by column, before any cleaning. Rows from test files come last.</summary>
internal sealed class RawTable
{
    internal RawTable(IReadOnlyList<RawColumn> columns, IReadOnlyList<RawBlock> blocks, int testRowCount)
    {
        Columns = columns;
        Blocks = blocks;
        FirstRows = new int[blocks.Count];
        for (int i = 0; i < blocks.Count; i++)
        {
            FirstRows[i] = RowCount;
            RowCount += blocks[i].RowCount;
        }
        TestRowCount = testRowCount;
    }

    internal IReadOnlyList<RawColumn> Columns { get; }

    internal IReadOnlyList<RawBlock> Blocks { get; }

    /// <summary>The first row of each block.</summary>
    internal int[] FirstRows { get; }

    internal int RowCount { get; }

    /// <summary>How many of the last rows come from test files.</summary>
    internal int TestRowCount { get; }

    /// <summary>Visits the blocks of a column of numbers: first row, values.</summary>
    internal IEnumerable<(int FirstRow, RawValues Values)> Values(int column)
    {
        for (int i = 0; i < Blocks.Count; i++)
            yield return (FirstRows[i], Blocks[i].Columns[column]!);
    }

    /// <summary>The block of a row and its place there.</summary>
    internal (RawBlock Block, int Row) Locate(int row)
    {
        int found = Array.BinarySearch(FirstRows, row);
        int block = found >= 0 ? found : ~found - 1;
        return (Blocks[block], row - FirstRows[block]);
    }
}
