using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using PSModelPruning.Compute.Models.Trees;
using PSModelPruning.Compute.Tests.Training;
using PSModelPruning.Compute.Training;

namespace PSModelPruning.Compute.Tests.Storage;

/// <summary>Forests and boosted trees in files.</summary>
public sealed class TreeFileTests
{
    [Theory]
    [InlineData("Forest", 3)]
    [InlineData("Forest", 0)]
    [InlineData("Boosted", 2)]
    [InlineData("Boosted", 3)]
    [InlineData("Boosted", 0)]
    public void A_model_read_back_is_the_same_bit_for_bit(string kind, int classes)
    {
        Model model = Train(kind, classes);
        Model read = Samples.Load(Samples.Save(model));
        Assert.Equal(Samples.Predict(model), Samples.Predict(read));
        Assert.Equal(Samples.Sizes(model), Samples.Sizes(read));
        Assert.Equal((model.Kind, model.Complexity, model.OriginalComplexity), (read.Kind, read.Complexity, read.OriginalComplexity));
        IReadOnlyList<DecisionTree> trees = Trees(model),
            again = Trees(read);
        for (int t = 0; t < trees.Count; t++)
        {
            Assert.Equal(trees[t].Features, again[t].Features);
            Assert.Equal(trees[t].Thresholds, again[t].Thresholds);
            Assert.Equal(
                trees[t].MissingLeft.Where((_, i) => trees[t].Features[i] >= 0),
                again[t].MissingLeft.Where((_, i) => trees[t].Features[i] >= 0)
            );
            Assert.Equal(trees[t].Right, again[t].Right);
            Assert.Equal(trees[t].Weights, again[t].Weights);
            Assert.Equal(trees[t].Impurities, again[t].Impurities);
            Assert.Equal(trees[t].Values, again[t].Values);
            Assert.Equal(trees[t].SampleSeed, again[t].SampleSeed);
        }
        if (model is ForestModel forest)
            Assert.Equal(
                (forest.OutOfBagScore, forest.Options.TreeCount),
                (((ForestModel)read).OutOfBagScore, ((ForestModel)read).Options.TreeCount)
            );
        if (model is BoostedModel boosted)
            Assert.Equal(boosted.Training, ((BoostedModel)read).Training);
    }

    [Theory]
    [InlineData("Forest")]
    [InlineData("Boosted")]
    public void StoredBytes_and_PackedBytes_are_what_the_part_that_predicts_holds(string kind)
    {
        Model model = Train(kind, 3);
        using var archive = new ZipArchive(new MemoryStream(Samples.Save(model)));
        ZipArchiveEntry part = archive.GetEntry("weights.safetensors")!;
        using var reader = new BinaryReader(part.Open());
        Assert.Equal(model.StoredBytes, part.Length - sizeof(ulong) - reader.ReadInt64());
        Assert.Equal(model.StoredBytes, model.PackedBytes);
    }

    [Theory]
    [InlineData("Forest")]
    [InlineData("Boosted")]
    public void Made_up_numbers_with_right_checksums_never_do_more_than_an_error(string kind)
    {
        Dictionary<string, byte[]> parts = Parts(Train(kind, 3));
        var random = new Random(1);
        int refused = 0;
        foreach (string part in new[] { "weights.safetensors", "trees.safetensors" })
        {
            int header = 8 + (int)BitConverter.ToInt64(parts[part]);
            for (int round = 0; round < 150; round++)
            {
                byte[] changed = [.. parts[part]];
                // Half of the rounds in the header, half in the numbers.
                int at = round % 2 == 0 ? random.Next(8, header) : random.Next(header, changed.Length);
                random.NextBytes(changed.AsSpan(at, Math.Min(8, changed.Length - at)));
                refused += Opens(new Dictionary<string, byte[]>(parts) { [part] = changed }) ? 0 : 1;
            }
        }
        Assert.True(refused > 100, $"{refused}");
    }

    [Theory]
    [InlineData("features", 1 << 20)]
    [InlineData("features", -1)]
    public void A_split_on_an_input_that_there_is_not_is_refused(string tensor, int value)
    {
        Dictionary<string, byte[]> parts = Parts(Train("Forest", 3));
        BitConverter.GetBytes(value).CopyTo(parts["weights.safetensors"], Place(parts["weights.safetensors"], tensor));
        Assert.Equal("ModelFileCorrupt", Samples.LoadError(Pack(parts)));
    }

    [Theory]
    [InlineData("weights.safetensors", "thresholds")]
    [InlineData("weights.safetensors", "leafValues")]
    public void What_is_not_a_number_is_refused(string part, string tensor)
    {
        Dictionary<string, byte[]> parts = Parts(Train("Boosted", 2));
        BitConverter.GetBytes(float.NaN).CopyTo(parts[part], Place(parts[part], tensor));
        Assert.Equal("ModelFileCorrupt", Samples.LoadError(Pack(parts)));
    }

    [Theory]
    [InlineData("nodes", int.MaxValue)]
    [InlineData("nodes", 0)]
    [InlineData("nodes", -5)]
    [InlineData("leaves", 0)]
    [InlineData("leaves", -1)]
    public void Nodes_that_are_not_whole_trees_are_refused(string tensor, int value)
    {
        Dictionary<string, byte[]> parts = Parts(Train("Forest", 3));
        BitConverter.GetBytes(value).CopyTo(parts["trees.safetensors"], Place(parts["trees.safetensors"], tensor));
        Assert.Equal("ModelFileCorrupt", Samples.LoadError(Pack(parts)));
    }

    [Theory]
    [InlineData("Forest", "forest.json", "trees", 1_000_000_000)]
    [InlineData("Forest", "forest.json", "trees", 0)]
    [InlineData("Boosted", "boosted.json", "trees", 10)]
    [InlineData("Boosted", "boosted.json", "trees", -3)]
    public void A_number_of_trees_that_is_not_there_is_refused(string kind, string part, string member, int value)
    {
        Dictionary<string, byte[]> parts = Parts(Train(kind, 3));
        var document = (JsonObject)JsonNode.Parse(parts[part])!;
        document[member] = value;
        parts[part] = Encoding.UTF8.GetBytes(document.ToJsonString());
        Assert.Equal("ModelFileCorrupt", Samples.LoadError(Pack(parts)));
    }

    [Fact]
    public void A_part_that_is_missing_is_an_error()
    {
        Dictionary<string, byte[]> parts = Parts(Train("Forest", 3));
        parts.Remove("trees.safetensors");
        Assert.Equal("ModelFileCorrupt", Samples.LoadError(Pack(parts)));
    }

    private static bool Opens(Dictionary<string, byte[]> parts)
    {
        try
        {
            Samples.Predict(Samples.Load(Pack(parts)), 4);
            return true;
        }
        catch (ComputeException e)
        {
            Assert.StartsWith("ModelFile", e.ErrorId);
            return false;
        }
    }

    /// <summary>Where a tensor's data begins in a safetensors part.</summary>
    private static int Place(byte[] part, string tensor)
    {
        int header = (int)BitConverter.ToInt64(part);
        JsonNode entry = JsonNode.Parse(part.AsSpan(8, header))![tensor]!;
        return 8 + header + (int)entry["data_offsets"]![0]!;
    }

    private static Dictionary<string, byte[]> Parts(Model model)
    {
        var parts = new Dictionary<string, byte[]>();
        using var archive = new ZipArchive(new MemoryStream(Samples.Save(model)));
        foreach (ZipArchiveEntry entry in archive.Entries)
        {
            using Stream stream = entry.Open();
            using var copy = new MemoryStream();
            stream.CopyTo(copy);
            parts.Add(entry.FullName, copy.ToArray());
        }
        return parts;
    }

    /// <summary>Packs parts as another tool would: with right checksums, without the seal.</summary>
    private static byte[] Pack(Dictionary<string, byte[]> parts)
    {
        var manifest = (JsonObject)JsonNode.Parse(parts["manifest.json"])!;
        manifest["parts"] = new JsonArray([
            .. parts
                .Where(p => p.Key != "manifest.json")
                .Select(p => new JsonObject
                {
                    ["name"] = p.Key,
                    ["bytes"] = p.Value.Length,
                    ["sha256"] = Convert.ToHexString(SHA256.HashData(p.Value)),
                }),
        ]);
        using var target = new MemoryStream();
        using (var archive = new ZipArchive(target, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] content) in parts)
            {
                using Stream stream = archive.CreateEntry(name).Open();
                stream.Write(name == "manifest.json" ? Encoding.UTF8.GetBytes(manifest.ToJsonString()) : content);
            }
        }
        return target.ToArray();
    }

    private static IReadOnlyList<DecisionTree> Trees(Model model) =>
        model is ForestModel forest ? forest.Trees : ((BoostedModel)model).Trees;

    private static Model Train(string kind, int classes) =>
        TreeData.Train<Model>(
            classes == 0 ? TreeData.Numbers() : TreeData.Blobs(classes, missing: 0.1),
            new TrainingRequest
            {
                Kind = kind,
                Seed = 1,
                Forest = new ForestOptions
                {
                    TreeCount = 6,
                    Tree = new TreeOptions { MaxDepth = 6 },
                },
                Boosting = new BoostingOptions { TreeCount = 5, Tree = new BoostingOptions().Tree with { MaxLeaves = 7 } },
            }
        );
}
