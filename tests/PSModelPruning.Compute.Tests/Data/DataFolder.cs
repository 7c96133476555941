using System.IO.Compression;
using System.Text;
using PSModelPruning.Compute.Data;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Tests.Data;

/// <summary>A folder of files for one test, deleted at its end.</summary>
internal sealed class DataFolder : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("psmp-data-").FullName;

    internal string File(string name, string text, Encoding? encoding = null) =>
        File(name, [.. (encoding ?? new UTF8Encoding(false)).GetPreamble(), .. (encoding ?? new UTF8Encoding(false)).GetBytes(text)]);

    internal string File(string name, byte[] bytes)
    {
        string path = Path.Combine(_path, name);
        System.IO.File.WriteAllBytes(path, bytes);
        return path;
    }

    internal string Folder => _path;

    internal static byte[] Gzip(byte[] bytes)
    {
        using var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, CompressionLevel.Fastest))
            gzip.Write(bytes);
        return memory.ToArray();
    }

    internal static Dataset Import(string path, ImportOptions options, params string[] testPaths) =>
        DatasetImporter.Import([path], testPaths, options, SilentMonitor.Instance);

    /// <summary>The error id that an import ends in.</summary>
    internal static string Error(string path, ImportOptions options, params string[] testPaths) =>
        Assert.Throws<ComputeException>(() => Import(path, options, testPaths)).ErrorId;

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
