using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Data;

/// <summary>Makes data sets of files in any known format.</summary>
internal static class DatasetImporter
{
    /// <param name="paths">Files of one format and the same columns, or a folder of image files.</param>
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
        string format = FormatOf([.. paths, .. testPaths], options, monitor);
        string name = DataFile.BareName(paths[0]);
        if (Is(format, FormatCatalog.Idx))
            return ImageImporter.Import(
                [.. ImageFiles.Idx(paths, false), .. testPaths.Count == 0 ? [] : ImageFiles.Idx(testPaths, true)],
                null,
                options,
                name,
                paths[0],
                monitor
            );
        if (Is(format, FormatCatalog.Cifar10))
        {
            return ImageImporter.Import(
                [.. ImageFiles.Cifar(paths, false), .. testPaths.Count == 0 ? [] : ImageFiles.Cifar(testPaths, true)],
                ImageFiles.CifarClasses(paths[0]),
                options,
                name,
                paths[0],
                monitor
            );
        }
        if (Is(format, FormatCatalog.Tsv))
            options = options with { Table = options.Table with { Delimiter = options.Table.Delimiter ?? '\t' } };
        TableSource[] sources =
        [
            .. paths.Select(path => Source(path, false, options)),
            .. testPaths.Select(path => Source(path, true, options)),
        ];
        return TableImporter.Import(sources, options, name, paths[0], monitor);
    }

    /// <summary>Makes a data set of rows that were collected.</summary>
    internal static Dataset Import(ObjectTable rows, IReadOnlyList<string> testPaths, ImportOptions options, IWorkMonitor monitor)
    {
        options = options with { Table = options.Table with { Delimiter = null, HasHeader = true, Header = null, Encoding = null } };
        TableSource[] sources = [rows.Source(), .. testPaths.Select(path => Source(path, true, options))];
        return TableImporter.Import(sources, options, "rows", null, monitor);
    }

    private static string FormatOf(IReadOnlyList<string> paths, ImportOptions options, IWorkMonitor monitor)
    {
        if (options.Format is { } told)
        {
            string? absent = paths.FirstOrDefault(path => !File.Exists(path) && !Directory.Exists(path));
            return absent is null ? told : throw DataErrors.FileNotFound(absent);
        }
        string format = FormatDetector.Detect(paths[0]);
        foreach (string path in paths.Skip(1))
        {
            string other = FormatDetector.Detect(path);
            if (other != format)
                throw DataErrors.MixedFormats(paths[0], format, path, other);
        }
        monitor.Verbose($"The content is {(format == FormatCatalog.Csv ? "a table of text" : format)}.");
        return format;
    }

    private static TableSource Source(string path, bool isTest, ImportOptions options) =>
        new(path, () => TableStream.Open(path, options.Table.Encoding), isTest);

    private static bool Is(string format, string other) => format.Equals(other, StringComparison.OrdinalIgnoreCase);
}
