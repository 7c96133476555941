using System.Globalization;
using System.Management.Automation;
using PSModelPruning.Commands;
using PSModelPruning.Compute.Data;

namespace PSModelPruning.Rows;

/// <summary>Collects pipeline objects as rows; the properties of the first object are the columns.</summary>
internal sealed class PipelineRows(CultureInfo culture)
{
    private object?[] _values = [];

    /// <summary>The rows so far; null before the first.</summary>
    internal ObjectTable? Table { get; private set; }

    /// <summary>The properties that could not be read.</summary>
    internal UnreadableValues Unreadable { get; } = new();

    /// <summary>Adds an object.</summary>
    /// <returns>How many rows there are.</returns>
    internal int Add(PSObject row)
    {
        if (row.BaseObject is string or ValueType)
            throw CommandErrors.RowsWithoutProperties(row.BaseObject.GetType().Name);
        if (Table is null)
        {
            IReadOnlyList<string> names = ObjectRow.Names(row);
            if (names.Count == 0)
                throw CommandErrors.RowsWithoutProperties(row.BaseObject.GetType().Name);
            Table = new ObjectTable(names, culture);
            _values = new object?[names.Count];
        }
        for (int i = 0; i < _values.Length; i++)
            _values[i] = ObjectRow.Read(row, Table.Names[i], Unreadable);
        Table.Add(_values);
        return Table.RowCount;
    }
}
