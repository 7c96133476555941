using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Data;

/// <summary>Makes data sets of files.</summary>
internal static class DatasetImporter
{
    /// <param name="paths">Files of one format and the same columns, or a folder.</param>
    /// <param name="testPaths">Files whose rows make up the test partition; may be empty.</param>
    /// <param name="options">How.</param>
    /// <param name="monitor">Told what is done.</param>
    internal static Dataset Import(IReadOnlyList<string> paths, IReadOnlyList<string> testPaths, ImportOptions options, IWorkMonitor monitor)
    {
        TableSource[] sources = [.. paths.Select(path => Source(path, false, options)), .. testPaths.Select(path => Source(path, true, options))];
        return TableImporter.Import(sources, options, DataFile.BareName(paths[0]), paths[0], monitor);
    }

    private static TableSource Source(string path, bool isTest, ImportOptions options) =>
        new(path, () => TableStream.Open(path, options.Table.Encoding), isTest);
}
