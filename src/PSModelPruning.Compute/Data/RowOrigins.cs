namespace PSModelPruning.Compute.Data;

/// <summary>Where the rows of a data set come from.</summary>
internal sealed class RowOrigins
{
    private readonly int[] _rows;
    private readonly IReadOnlyList<string> _names;
    private readonly int[] _firsts;

    private RowOrigins(int[] rows, IReadOnlyList<string> names, int[] firsts)
    {
        _rows = rows;
        _names = names;
        _firsts = firsts;
    }

    /// <param name="rows">For each row its place among the rows of all tables, from 0.</param>
    /// <param name="tables">The tables in the order in which they were read, and their rows.</param>
    internal static RowOrigins Of(int[] rows, IReadOnlyList<(string Name, int Rows)> tables)
    {
        var firsts = new int[tables.Count];
        for (int i = 1; i < firsts.Length; i++)
            firsts[i] = firsts[i - 1] + tables[i - 1].Rows;
        return new RowOrigins(rows, [.. tables.Select(table => Path.GetFileName(table.Name))], firsts);
    }

    /// <summary>The table of a row and the row's number there, from 1, without the header.</summary>
    /// <param name="row">The row among those of the data set.</param>
    internal (string Source, long Row) this[int row]
    {
        get
        {
            int raw = _rows[row];
            int found = Array.BinarySearch(_firsts, raw);
            int table = found >= 0 ? found : ~found - 1;
            return (_names[table], raw - _firsts[table] + 1);
        }
    }
}
