using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Data;

/// <summary>A format of text whose rows have named columns.</summary>
internal abstract class TableFormat : IDataFormat
{
    public abstract string Name { get; }

    public abstract string Description { get; }

    public virtual IReadOnlyList<DataOption> Options { get; } = [.. DataOptions.OfText, .. DataOptions.OfColumns];

    public bool IsTable => true;

    /// <summary>The extensions, in lower case with their dots, of the files that a folder or an archive may hold in this format.</summary>
    private protected abstract IReadOnlyList<string> Extensions { get; }

    public abstract bool Recognizes(DataItem item);

    public virtual IReadOnlyList<DataItem> Select(DataSource source) =>
        [.. source.Items.Where(item => !item.IsHidden && item.HasExtension(Extensions))];

    public Dataset Import(DataInput input, ImportOptions options, IWorkMonitor monitor)
    {
        options = options with { Table = Formed(options.Table) };
        TableSource[] sources =
        [
            .. Tables(input.Sources, areTest: false, options.Table),
            .. Tables(input.TestSources, areTest: true, options.Table),
        ];
        return TableImporter.Import(sources, options, input.Name, input.Path, monitor);
    }

    public IEnumerable<RowReader> OpenRows(DataSource source, TableOptions options)
    {
        TableOptions formed = Formed(options);
        foreach (DataItem item in Items(source))
            yield return TabularRowReader.Open(Open(item, formed), formed, item.Path, LineOffset);
    }

    public IReadOnlyList<string> ColumnNames(DataSource source, TableOptions options)
    {
        TableOptions formed = Formed(options);
        DataItem first = Items(source)[0];
        using TabularRowReader reader = TabularRowReader.Open(Open(first, formed), formed, first.Path);
        return reader.Names;
    }

    /// <summary>The tables of some sources. In a folder or an archive of several, those that are named test are test tables.</summary>
    internal IReadOnlyList<TableSource> Tables(IReadOnlyList<DataSource> sources, bool areTest, TableOptions options)
    {
        var tables = new List<TableSource>();
        foreach (DataSource source in sources)
        {
            IReadOnlyList<DataItem> items = Items(source);
            bool isAnyTraining = source.IsContainer && items.Any(item => !item.IsNamedTest);
            foreach (DataItem item in items)
                tables.Add(
                    new TableSource(item.Path, () => Open(item, options), areTest || isAnyTraining && item.IsNamedTest)
                    {
                        LineOffset = LineOffset,
                        Kinds = () => KindsOf(item, options),
                    }
                );
        }
        return tables;
    }

    /// <summary>The kinds of columns that a file declares itself, by name.</summary>
    private protected virtual IReadOnlyDictionary<string, ColumnKind> KindsOf(DataItem item, TableOptions options) =>
        new Dictionary<string, ColumnKind>();

    /// <summary>What the format itself decides about the form of a table.</summary>
    private protected virtual TableOptions Formed(TableOptions options) => options;

    /// <summary>Opens a file as delimited text.</summary>
    private protected virtual TableStream Open(DataItem item, TableOptions options) => TableStream.Open(item.Open(), options, item.Path);

    /// <summary>What is added to a line of the delimited text to get the line of the file.</summary>
    private protected virtual int LineOffset => 0;

    private IReadOnlyList<DataItem> Items(DataSource source)
    {
        IReadOnlyList<DataItem> items = source.IsContainer ? Select(source) : source.Items;
        return items.Count > 0 ? items : throw DataErrors.NoData(source.Path);
    }
}
