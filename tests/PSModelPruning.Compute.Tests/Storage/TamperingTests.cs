using System.Text;
using System.Text.Json.Nodes;
using PSModelPruning.Compute.Storage.Archive;

namespace PSModelPruning.Compute.Tests.Storage;

/// <summary>Files that somebody damaged, or made with ill intent.</summary>
public sealed class TamperingTests
{
    [Fact]
    public void A_file_with_any_one_byte_changed_is_refused()
    {
        using NetworkModel model = Samples.Mlp(3, 2, 2, sparsity: 0.6, masked: true);
        byte[] file = Samples.Save(model);

        for (int at = 0; at < file.Length; at++)
        {
            byte[] changed = [.. file];
            changed[at] ^= 0x41;
            AssertRefused(changed, $"byte {at} of {file.Length}");
        }
    }

    [Fact]
    public void A_file_cut_at_any_length_is_refused_as_corrupt()
    {
        using NetworkModel model = Samples.Mlp(3, 2, 2);
        byte[] file = Samples.Save(model);

        for (int length = 0; length < file.Length; length++)
            Assert.Equal("ModelFileCorrupt", AssertRefused(file[..length], $"length {length}"));
    }

    [Fact]
    public void Random_garbage_in_random_places_never_does_more_than_an_error()
    {
        using NetworkModel model = Samples.Mlp(3, 2, 2, sparsity: 0.6);
        byte[] file = Samples.Save(model);
        var random = new Random(7);

        for (int round = 0; round < 500; round++)
        {
            byte[] changed = [.. file];
            random.NextBytes(changed.AsSpan(random.Next(file.Length - 40), random.Next(1, 40)));
            if (!changed.AsSpan().SequenceEqual(file))
                AssertRefused(changed, $"round {round}");
        }
    }

    [Fact]
    public void A_changed_weight_is_tampering() =>
        Assert.Equal("ModelFileTampered", Samples.LoadError(Rebuild(parts => parts["weights.safetensors"][^1] ^= 1, listAnew: false)));

    [Theory]
    [InlineData("../evil.json")]
    [InlineData("/etc/evil")]
    [InlineData("..\\evil.json")]
    [InlineData("C:evil.json")]
    [InlineData("sub/graph.json")]
    public void A_part_with_a_path_outside_is_refused(string name) =>
        Assert.Equal("ModelFileUnsafePath", Samples.LoadError(Rebuild(parts => parts[name] = "evil"u8.ToArray())));

    [Fact]
    public void A_part_that_is_not_known_is_refused() =>
        Assert.Equal("ModelFileCorrupt", Samples.LoadError(Rebuild(parts => parts["code.json"] = "{}"u8.ToArray())));

    [Fact]
    public void A_newer_version_is_said_to_be_newer_even_if_its_manifest_has_new_members()
    {
        byte[] file = Rebuild(
            _ => { },
            manifest =>
            {
                manifest["version"] = FormatVersion.Newest.Major + 1;
                manifest["novelty"] = true;
            }
        );

        Assert.Equal("ModelFileVersion", Samples.LoadError(file));
    }

    [Fact]
    public void An_unknown_member_is_refused() =>
        Assert.Equal("ModelFileCorrupt", Samples.LoadError(EditJson("graph.json", graph => graph["novelty"] = 1)));

    [Fact]
    public void A_tensor_header_of_two_to_the_62_bytes_is_refused() =>
        Assert.Equal(
            "ModelFileCorrupt",
            Samples.LoadError(Rebuild(parts => BitConverter.TryWriteBytes(parts["weights.safetensors"], 1UL << 62)))
        );

    [Fact]
    public void A_shape_of_two_to_the_62_is_refused_before_memory_is_taken()
    {
        long before = GC.GetAllocatedBytesForCurrentThread();

        foreach (long[] shape in new[] { [1L << 62], [1L << 31, 1L << 31], new[] { 1L << 32, 1L << 32, 1L << 32 } })
            Assert.Equal(
                "ModelFileCorrupt",
                Samples.LoadError(EditParameter("fc1.weight", p => p["shape"] = new JsonArray([.. shape.Select(s => (JsonNode)s)])))
            );

        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 50_000_000);
    }

    [Fact]
    public void A_packed_tensor_of_zeros_that_would_fill_the_memory_is_refused()
    {
        byte[] file = EditJson("graph.json", graph =>
        {
            var parameters = (JsonArray)graph["parameters"]!;
            parameters.Add(
                new JsonObject
                {
                    ["name"] = "bomb",
                    ["shape"] = new JsonArray(1 << 20, 1 << 12),
                    ["isTrainable"] = true,
                    ["packing"] = "Packed",
                    ["mask"] = "None",
                }
            );
        });

        Assert.Equal("ModelFileCorrupt", Samples.LoadError(file));
    }

    [Fact]
    public void An_entry_that_claims_two_to_the_62_bytes_is_refused()
    {
        byte[] file = Rebuild(_ => { });
        byte[] huge = WithZip64Length(file, "graph.json", 1L << 62);

        Assert.Equal("ModelFileTooLarge", Samples.LoadError(huge));
    }

    [Fact]
    public void An_entry_that_unpacks_to_more_than_it_claims_is_refused()
    {
        byte[] bomb = new byte[10_000_000];
        byte[] file = Rebuild(parts => parts["graph.json"] = bomb);
        int claimed = IndexOf(file, "graph.json"u8, last: true) - 46 + 24;
        BitConverter.TryWriteBytes(file.AsSpan(claimed), 1000);

        Assert.Equal("ModelFileTampered", Samples.LoadError(file));
    }

    [Fact]
    public void A_part_listed_with_another_size_is_tampering() =>
        Assert.Equal("ModelFileTampered", Samples.LoadError(Rebuild(_ => { }, manifest => manifest["parts"]![0]!["bytes"] = 1L << 62)));

    [Fact]
    public void A_part_that_is_missing_or_listed_twice_is_refused()
    {
        Assert.Equal("ModelFileCorrupt", Samples.LoadError(Rebuild(parts => parts.Remove("graph.json"))));
        Assert.Equal("ModelFileCorrupt", Samples.LoadError(Rebuild(parts => parts.Remove("manifest.json"))));
        Assert.Equal(
            "ModelFileCorrupt",
            Samples.LoadError(Rebuild(_ => { }, manifest => ((JsonArray)manifest["parts"]!).Add(manifest["parts"]![0]!.DeepClone())))
        );
    }

    [Theory]
    [InlineData("""{"name":"fc1","operator":"System.Diagnostics.Process","inputs":["input"],"output":"a","attributes":[]}""")]
    [InlineData("""{"name":"fc1","operator":"Gemm","inputs":["input","nowhere"],"output":"a","attributes":[]}""")]
    [InlineData("""{"name":"fc1","operator":"Gemm","inputs":["input"],"output":"a","attributes":[]}""")]
    [InlineData("""{"name":"fc1","operator":"Gemm","inputs":[],"output":"a","attributes":[]}""")]
    [InlineData("""{"name":"fc1","operator":"Gemm","inputs":null,"output":"a","attributes":[]}""")]
    [InlineData("""{"name":"fc1","operator":"Relu","inputs":["input"],"output":"out","attributes":[]}""")]
    [InlineData("""{"name":"fc1","operator":"Relu","inputs":["input"],"output":"a","attributes":[{"name":"x"}]}""")]
    [InlineData("null")]
    public void A_graph_that_makes_no_sense_is_refused(string node) =>
        Assert.Equal("ModelFileCorrupt", Samples.LoadError(EditJson("graph.json", graph => graph["nodes"]![0] = JsonNode.Parse(node))));

    [Theory]
    [InlineData("model.json", "classes", """["a"]""")]
    [InlineData("model.json", "classes", "null")]
    [InlineData("model.json", "family", "\"System.Object\"")]
    [InlineData("model.json", "task", "99")]
    [InlineData("model.json", "lineage", "null")]
    [InlineData("preprocessing.json", "inputShape", "[2147483647,2147483647]")]
    [InlineData("preprocessing.json", "inputShape", "[4]")]
    [InlineData("preprocessing.json", "features", "[null]")]
    [InlineData("preprocessing.json", "missingMarkers", "null")]
    [InlineData("preprocessing.json", "culture", "\"no such/culture\"")]
    [InlineData(
        "preprocessing.json",
        "features",
        """[{"name":"x","firstInput":0,"inputCount":3,"encoding":"OneHot","categories":["a","b","c","d"]}]"""
    )]
    [InlineData("preprocessing.json", "features", """[{"name":"x","firstInput":0,"inputCount":1,"missingReplacement":"text"}]""")]
    [InlineData("history.json", "events", "[null]")]
    [InlineData("graph.json", "training", "null")]
    [InlineData("graph.json", "output", "\"nothing\"")]
    public void A_description_that_does_not_fit_is_refused(string part, string member, string value) =>
        Assert.Equal("ModelFileCorrupt", Samples.LoadError(EditJson(part, document => document[member] = JsonNode.Parse(value))));

    [Fact]
    public void Bits_beyond_the_end_of_a_packed_tensor_are_refused() =>
        Assert.Equal("ModelFileCorrupt", Samples.LoadError(Rebuild(parts => parts["positions.safetensors"][^1] |= 0x80)));

    [Fact]
    public void Tensors_that_overlap_are_refused() =>
        Assert.Equal(
            "ModelFileCorrupt",
            Samples.LoadError(
                Rebuild(parts =>
                    parts["weights.safetensors"] = Replaced(
                        parts["weights.safetensors"],
                        "\"fc2.bias\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[",
                        "\"fc2.bias\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0"
                    )
                )
            )
        );

    [Fact]
    public void A_file_packed_anew_by_another_tool_is_still_read()
    {
        using Model read = Samples.Load(Rebuild(_ => { }));

        Assert.Equal("Sample", read.Name);
    }

    [Fact]
    public void Another_kind_of_file_is_not_a_model_file()
    {
        Assert.Equal("ModelFileCorrupt", Samples.LoadError("a,b\n1,2\n"u8.ToArray()));
        Assert.Equal("ModelFileCorrupt", Samples.LoadError([]));
    }

    private static string AssertRefused(byte[] file, string what)
    {
        try
        {
            Samples.Load(file).Dispose();
        }
        catch (ComputeException e)
        {
            Assert.StartsWith("ModelFile", e.ErrorId);
            return e.ErrorId;
        }
        Assert.Fail($"The file was read: {what}.");
        return "";
    }

    private static byte[] EditJson(string part, Action<JsonObject> edit) =>
        Rebuild(parts =>
        {
            var document = (JsonObject)JsonNode.Parse(parts[part])!;
            edit(document);
            parts[part] = Encoding.UTF8.GetBytes(document.ToJsonString());
        });

    private static byte[] EditParameter(string name, Action<JsonObject> edit) =>
        EditJson("graph.json", graph => edit((JsonObject)((JsonArray)graph["parameters"]!).Single(p => (string)p!["name"]! == name)!));

    private static byte[] Rebuild(Action<Dictionary<string, byte[]>> edit, Action<JsonObject>? editManifest = null, bool listAnew = true)
    {
        using NetworkModel model = Samples.Mlp(3, 3, 2, sparsity: 0.6, masked: true);
        return ForgedFile.Rebuild(Samples.Save(model), edit, editManifest, listAnew);
    }

    private static byte[] Replaced(byte[] tensors, string text, string by)
    {
        string all = Encoding.Latin1.GetString(tensors);
        Assert.Contains(text, all);
        byte[] replaced = Encoding.Latin1.GetBytes(all.Replace(text, by, StringComparison.Ordinal));
        BitConverter.TryWriteBytes(replaced, BitConverter.ToUInt64(tensors) + (ulong)(by.Length - text.Length));
        return replaced;
    }

    /// <summary>Gives an entry of the central directory a Zip64 field that claims a length.</summary>
    private static byte[] WithZip64Length(byte[] file, string entry, long length)
    {
        int name = IndexOf(file, Encoding.ASCII.GetBytes(entry), last: true);
        int header = name - 46;
        byte[] extra = [1, 0, 8, 0, .. BitConverter.GetBytes(length)];
        byte[] changed = [.. file[..(name + entry.Length)], .. extra, .. file[(name + entry.Length)..]];
        BitConverter.TryWriteBytes(changed.AsSpan(header + 24), uint.MaxValue);
        BitConverter.TryWriteBytes(changed.AsSpan(header + 30), (ushort)extra.Length);
        int end = changed.Length - 22;
        BitConverter.TryWriteBytes(changed.AsSpan(end + 12), BitConverter.ToUInt32(changed, end + 12) + (uint)extra.Length);
        return changed;
    }

    private static int IndexOf(byte[] file, ReadOnlySpan<byte> text, bool last) =>
        last ? file.AsSpan().LastIndexOf(text) : file.AsSpan().IndexOf(text);
}
