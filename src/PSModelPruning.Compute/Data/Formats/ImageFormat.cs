using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Data;

/// <summary>A format of images with labels. Every pixel is a feature.</summary>
internal abstract class ImageFormat : IDataFormat
{
    public abstract string Name { get; }

    public abstract string Description { get; }

    public IReadOnlyList<DataOption> Options => [];

    public bool IsTable => false;

    public abstract bool Recognizes(DataItem item);

    public IReadOnlyList<DataItem> Select(DataSource source)
    {
        var items = new List<DataItem>();
        foreach (DataItem item in source.Items.Where(item => !item.IsHidden))
        {
            if (Recognizes(item))
                items.Add(item);
            else if (IsNamedSo(item))
                throw Damaged(item);
        }
        return items;
    }

    public Dataset Import(DataInput input, ImportOptions options, IWorkMonitor monitor) =>
        ImageImporter.Import(
            [.. Find(input.Sources, areTest: false), .. input.TestSources.Count == 0 ? [] : Find(input.TestSources, areTest: true)],
            ClassNames(input.Sources[0]),
            options,
            input.Name,
            input.Path,
            monitor
        );

    public IEnumerable<RowReader> OpenRows(DataSource source, TableOptions options)
    {
        IReadOnlyList<string>? classNames = ClassNames(source);
        foreach (ImageFile file in Find([source], areTest: false))
            yield return new ImageRowReader(file.Open(), classNames);
    }

    public IReadOnlyList<string> ColumnNames(DataSource source, TableOptions options) => [];

    /// <summary>Whether a file's name is the usual one of this format.</summary>
    private protected abstract bool IsNamedSo(DataItem item);

    /// <summary>The error for a file that is named like one of this format and holds something else.</summary>
    private protected abstract ComputeException Malformed(DataItem item);

    /// <summary>The images of some files, with their labels.</summary>
    /// <param name="items">The files, at least one.</param>
    /// <param name="neighbors">The files among which labels may be.</param>
    /// <param name="areTest">Whether all of them are test files; otherwise those that are named so.</param>
    private protected abstract IReadOnlyList<ImageFile> Find(IReadOnlyList<DataItem> items, IEnumerable<DataItem> neighbors, bool areTest);

    /// <summary>The names of the labels 0, 1 …; null where a label's name is its number.</summary>
    private protected virtual IReadOnlyList<string>? ClassNames(DataSource source) => null;

    /// <summary>Whether a file is named as one of test images.</summary>
    private protected static bool IsTestName(DataItem item) =>
        item.Name.Contains("t10k", StringComparison.OrdinalIgnoreCase) || item.Name.Contains("test", StringComparison.OrdinalIgnoreCase);

    private IReadOnlyList<ImageFile> Find(IReadOnlyList<DataSource> sources, bool areTest)
    {
        DataItem[] items = [.. sources.SelectMany(source => source.IsContainer ? Select(source) : source.Items)];
        return items.Length > 0
            ? Find(items, sources.SelectMany(source => source.Neighbors), areTest)
            : throw DataErrors.NoData(sources[0].Path);
    }

    private ComputeException Damaged(DataItem item) =>
        item.IsEmpty ? DataErrors.ImagesEmpty(item.Path)
        : item.Beginning(1).Length == 0 ? DataErrors.Truncated(item.Path)
        : Malformed(item);
}
