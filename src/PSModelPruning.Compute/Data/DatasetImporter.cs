using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Data;

/// <summary>Makes data sets of files in any known format.</summary>
internal static class DatasetImporter
{
    /// <param name="paths">Files of one format and the same columns, or a folder or an archive of them.</param>
    /// <param name="testPaths">Files whose rows make up the test partition; may be empty.</param>
    /// <param name="options">How.</param>
    /// <param name="monitor">Told what is done.</param>
    internal static Dataset Import(
        IReadOnlyList<string> paths,
        IReadOnlyList<string> testPaths,
        ImportOptions options,
        IWorkMonitor monitor
    )
    {
        ImportKernels.Prepare();
        IDataFormat? told = options.Format is null ? null : DataFormatCatalog.Get(options.Format);
        (IDataFormat format, DataInput input) = FormatDetector.Detect(paths, testPaths, told, monitor);
        DataOptions.Check(options, format.Options, $"the format {format.Name}");
        return format.Import(input, options, monitor);
    }

    /// <summary>Makes a data set of rows that were collected.</summary>
    internal static Dataset Import(ObjectTable rows, IReadOnlyList<string> testPaths, ImportOptions options, IWorkMonitor monitor)
    {
        DataOptions.Check(options, DataOptions.OfColumns, ObjectTable.Name);
        IReadOnlyList<TableSource> tests =
            testPaths.Count == 0 ? [] : TestTables(FormatDetector.Detect(testPaths, [], null, monitor), options.Table);
        return TableImporter.Import(
            [rows.Source(), .. tests],
            options with
            {
                Table = options.Table with { HasHeader = true },
            },
            "rows",
            null,
            monitor
        );
    }

    private static IReadOnlyList<TableSource> TestTables((IDataFormat Format, DataInput Input) test, TableOptions options) =>
        test.Format is TableFormat tables
            ? tables.Tables(test.Input.Sources, areTest: true, options)
            : throw DataErrors.MixedFormats(ObjectTable.Name, "a table", test.Input.Path, test.Format.Name);
}
