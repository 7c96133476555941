using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using PSModelPruning.Compute.Tests.Pruning.Neighbors;

namespace PSModelPruning.Compute.Tests.Storage;

public sealed class NeighborFileTests
{
    [Theory]
    [InlineData("Euclidean", "Uniform", 0)]
    [InlineData("Manhattan", "Distance", 0.3)]
    [InlineData("Cosine", "Uniform", 0.9)]
    public void Prototypes_and_predictions_come_back_bit_for_bit(string distance, string weighting, double zeros)
    {
        NeighborModel model = Sample(40, 7, 5, zeros, distance, weighting);

        var read = (NeighborModel)Samples.Load(Samples.Save(model));

        Assert.Equal(model.Inputs.ToArray(), read.Inputs.ToArray());
        Assert.Equal(model.Targets.ToArray(), read.Targets.ToArray());
        Assert.Equal(
            (model.Neighbors, model.Distance, model.Weighting, model.Name),
            (read.Neighbors, read.Distance, read.Weighting, read.Name)
        );
        Assert.Equal(Samples.Sizes(model), Samples.Sizes(read));
        Assert.Equal(Samples.Predict(model), Samples.Predict(read));
        Assert.Equal(Samples.Save(model), Samples.Save(model));
    }

    [Theory]
    [InlineData(3, 1)]
    [InlineData(256, 1)]
    [InlineData(257, 2)]
    [InlineData(70_000, 3)]
    public void A_class_takes_as_few_bytes_as_hold_all_of_them(int classes, int bytes)
    {
        float[] targets = [0, classes - 1, classes / 2];
        NeighborModel model = NeighborFixture.Model([1, 2, 3], targets, 1, 1);

        var read = (NeighborModel)Samples.Load(Samples.Save(model));

        Assert.Equal(targets, read.Targets.ToArray());
        Assert.Equal(12 + 3 * bytes, read.StoredBytes);
    }

    [Fact]
    public void Numbers_and_what_pruning_did_come_back()
    {
        NeighborModel model = NeighborFixture.Prune(
            NeighborFixture.Model([0, 1, 10, 11], [1, 3, 50, 70], 1, 2, isNumber: true),
            "KMeans",
            new() { Keep = 2 }
        );

        var read = (NeighborModel)Samples.Load(Samples.Save(model));

        Assert.Equal(model.Targets.ToArray(), read.Targets.ToArray());
        Assert.Equal(("KMeans", 0.5, 1, 4L), (read.Pruning!.Method, read.Sparsity, read.Neighbors, read.OriginalComplexity));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.5)]
    [InlineData(0.95)]
    public void PackedBytes_is_what_the_tensor_parts_hold(double zeros)
    {
        NeighborModel model = Sample(50, 11, 3, zeros);
        using var archive = new ZipArchive(new MemoryStream(Samples.Save(model)));
        long held = 0;
        foreach (ZipArchiveEntry entry in archive.Entries.Where(e => e.Name.EndsWith(".safetensors", StringComparison.Ordinal)))
        {
            using var reader = new BinaryReader(entry.Open());
            held += entry.Length - sizeof(ulong) - reader.ReadInt64();
        }

        Assert.Equal(model.PackedBytes, held);
        Assert.Equal(50 * 11 * 4 + 50, model.StoredBytes);
        Assert.True(zeros == 0 ? model.PackedBytes == model.StoredBytes : model.PackedBytes < model.StoredBytes);
    }

    [Fact]
    public void A_file_with_any_one_byte_changed_is_refused()
    {
        byte[] file = Samples.Save(Sample(4, 3, 2, 0.5));

        for (int at = 0; at < file.Length; at++)
        {
            byte[] changed = [.. file];
            changed[at] ^= 0x41;
            Assert.StartsWith("ModelFile", Samples.LoadError(changed), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_file_packed_anew_without_change_is_read()
    {
        NeighborModel model = Sample(5, 3, 2, 0.9);

        Assert.Equal(Samples.Predict(model), Samples.Predict(Samples.Load(Rebuild(model, _ => { }))));
    }

    [Theory]
    [InlineData("prototypes", 0)]
    [InlineData("prototypes", -1)]
    [InlineData("prototypes", 5)]
    [InlineData("prototypes", int.MaxValue)]
    [InlineData("neighbors", 0)]
    [InlineData("weighting", "Random")]
    [InlineData("distance", "Nowhere")]
    [InlineData("packing", "Packed")]
    [InlineData("packing", "Twisted")]
    [InlineData("unheardOf", 1)]
    public void A_description_that_does_not_fit_is_refused_though_its_checksums_are_right(string member, object value) =>
        Assert.Equal("ModelFileCorrupt", Samples.LoadError(Rebuild(Sample(4, 3, 2, 0), parts =>
                {
                    var json = (JsonObject)JsonNode.Parse(parts["neighbors.json"])!;
                    json[member] = value is int number ? JsonValue.Create(number) : JsonValue.Create((string)value);
                    parts["neighbors.json"] = System.Text.Encoding.UTF8.GetBytes(json.ToJsonString());
                })));

    [Fact]
    public void A_class_that_the_model_does_not_have_is_refused() =>
        Assert.Equal("ModelFileCorrupt", Samples.LoadError(Rebuild(Sample(4, 3, 2, 0), parts => parts["weights.safetensors"][^1] = 2)));

    [Fact]
    public void A_prototype_that_is_not_a_number_is_refused() =>
        Assert.Equal(
            "ModelFileCorrupt",
            Samples.LoadError(Rebuild(Sample(4, 3, 2, 0), parts => parts["weights.safetensors"].AsSpan(^8..^4).Fill(0xFF)))
        );

    [Fact]
    public void Positions_beyond_the_last_number_are_refused() =>
        Assert.Equal(
            "ModelFileCorrupt",
            Samples.LoadError(Rebuild(Sample(5, 3, 2, 0.9), parts => parts["positions.safetensors"][^1] |= 0x80))
        );

    private static NeighborModel Sample(
        int prototypes,
        int width,
        int classes,
        double zeros,
        string distance = "Euclidean",
        string weighting = "Uniform"
    )
    {
        var random = new Random(prototypes);
        float[] inputs =
        [
            .. Enumerable.Range(0, prototypes * width).Select(_ => random.NextDouble() < zeros ? 0 : (float)(random.NextDouble() + 0.1)),
        ];
        float[] targets = [.. Enumerable.Range(0, prototypes).Select(i => (float)((i + 1) % classes))];
        return NeighborFixture.Model(inputs, targets, width, 3, distance, weighting);
    }

    /// <summary>The file with other parts, whose sizes and checksums the manifest lists; without the seal, as if packed anew.</summary>
    private static byte[] Rebuild(Model model, Action<Dictionary<string, byte[]>> change)
    {
        var parts = new Dictionary<string, byte[]>();
        using (var archive = new ZipArchive(new MemoryStream(Samples.Save(model))))
        {
            foreach (ZipArchiveEntry entry in archive.Entries)
            {
                using Stream stream = entry.Open();
                using var copy = new MemoryStream();
                stream.CopyTo(copy);
                parts[entry.FullName] = copy.ToArray();
            }
        }
        change(parts);
        var manifest = (JsonObject)JsonNode.Parse(parts["manifest.json"])!;
        foreach (JsonNode? part in (JsonArray)manifest["parts"]!)
        {
            byte[] content = parts[(string)part!["name"]!];
            part["bytes"] = content.Length;
            part["sha256"] = Convert.ToHexStringLower(SHA256.HashData(content));
        }
        parts["manifest.json"] = System.Text.Encoding.UTF8.GetBytes(manifest.ToJsonString());
        using var target = new MemoryStream();
        using (var archive = new ZipArchive(target, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] content) in parts)
            {
                using Stream stream = archive.CreateEntry(name, CompressionLevel.NoCompression).Open();
                stream.Write(content);
            }
        }
        return target.ToArray();
    }
}
