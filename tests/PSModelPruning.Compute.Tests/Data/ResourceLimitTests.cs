using System.Buffers.Binary;
using System.IO.Compression;
using PSModelPruning.Compute.Data;
using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Tests.Storage;
using PSModelPruning.Compute.Tests.Storage.Golden;

namespace PSModelPruning.Compute.Tests.Data;

/// <summary>Small inputs that ask for much: what they ask for is refused before it is spent.</summary>
public sealed class ResourceLimitTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("limits").FullName;

    [Fact]
    public void A_gzip_file_that_expands_beyond_what_data_does_is_refused()
    {
        string path = Gzip("bomb.csv.gz", stream =>
        {
            byte[] rows = [.. Enumerable.Repeat("1,2\n"u8.ToArray(), 1 << 18).SelectMany(row => row)];
            for (int i = 0; i < 300; i++)
                stream.Write(rows);
        });
        Assert.True(new FileInfo(path).Length < 2 << 20);
        Assert.Equal("DataFileTooLarge", ErrorOf(path));
    }

    [Fact]
    public void A_zip_entry_that_expands_beyond_what_data_does_is_refused()
    {
        string path = Path.Combine(_folder, "bomb.zip");
        using (ZipArchive archive = ZipFile.Open(path, ZipArchiveMode.Create))
        using (Stream entry = archive.CreateEntry("rows.csv").Open())
        {
            byte[] some = new byte[1 << 20];
            for (int i = 0; i < 300; i++)
                entry.Write(some);
        }
        Assert.Equal("DataFileTooLarge", ErrorOf(path));
    }

    [Fact]
    public void Images_that_are_not_there_or_too_many_are_refused_by_the_header()
    {
        string plain = Path.Combine(_folder, "a-images-idx3-ubyte");
        File.WriteAllBytes(plain, [.. Header(6_000_000), .. new byte[1000]]);
        long before = Environment.WorkingSet;
        Assert.Equal("DataFileTruncated", ErrorOf(plain));
        Assert.True(Environment.WorkingSet - before < 500 << 20);
        Assert.Equal("DataFileTooLarge", ErrorOf(Gzip("b-images-idx3-ubyte.gz", stream => stream.Write(Header(int.MaxValue)))));
    }

    [Fact]
    public void A_device_is_refused()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "There are no devices of that name here.");
        Assert.Equal("PathNotFile", ErrorOf("/dev/zero"));
    }

    [Fact]
    public void A_line_without_end_is_refused()
    {
        string path = Path.Combine(_folder, "line.csv");
        using (FileStream file = File.Create(path))
        {
            file.Write("a,b\n1,2\n"u8);
            byte[] some = new byte[1 << 20];
            Array.Fill(some, (byte)'7');
            for (int i = 0; i < 70; i++)
                file.Write(some);
        }
        Assert.Equal("DataFileMalformed", ErrorOf(path));
        File.Move(path, path = Path.ChangeExtension(path, ".jsonl"));
        Assert.Equal("DataFileMalformed", ErrorOf(path, "JsonLines"));
    }

    [Fact]
    public void A_model_file_of_zeros_is_refused_by_what_it_expands_to()
    {
        byte[] good = File.ReadAllBytes(GoldenFile.Current("tree").Path);
        byte[] forged = ForgedFile.Rebuild(good, parts => parts["weights.safetensors"] = new byte[80 << 20]);
        Assert.True(forged.Length < 1 << 20);
        Assert.Equal("ModelFileTooLarge", Assert.Throws<ComputeException>(() => Samples.Load(forged)).ErrorId);
    }

    [Fact]
    public void A_batch_that_the_machine_cannot_hold_is_refused_before_it_is_computed()
    {
        using Graph graph = NetworkFactory.FromLayers(["attention 20000x1"], [2, 64], 2, 1);
        Assert.True(ActivationMemory.Bytes(graph, 1) > 2.0 * 20_000 * 64 * 64 * sizeof(float));
        ActivationMemory.Check(graph, 1);
        ComputeException error = Assert.Throws<ComputeException>(() => ActivationMemory.Check(graph, 1 << 20));
        Assert.Equal("NetworkTooLarge", error.ErrorId);
    }

    [Theory]
    [InlineData("attention 100000x100000")]
    [InlineData("linear 2000000000")]
    [InlineData("conv 1x3 pad 2000000")]
    [InlineData("lstm 1000000")]
    public void Layers_of_any_size_are_built_or_refused_at_once(string layer) =>
        Assert.Equal(
            "NetworkTooLarge",
            Assert.Throws<ComputeException>(() => NetworkFactory.FromLayers([layer], layer[0] == 'c' ? [1, 8, 8] : [4, 8], 2, 1)).ErrorId
        );

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static byte[] Header(int images)
    {
        byte[] header = [0, 0, 8, 3, 0, 0, 0, 0, 0, 0, 0, 28, 0, 0, 0, 28];
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), images);
        return header;
    }

    private static string ErrorOf(string path, string? format = null) =>
        Assert
            .Throws<ComputeException>(() =>
                DatasetImporter.Import([path], [], new ImportOptions { Target = "-1", Format = format }, SilentMonitor.Instance)
            )
            .ErrorId;

    private string Gzip(string name, Action<Stream> write)
    {
        string path = Path.Combine(_folder, name);
        using var gzip = new GZipStream(File.Create(path), CompressionLevel.SmallestSize);
        write(gzip);
        return path;
    }
}
