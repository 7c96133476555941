using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using PSModelPruning.Compute.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Tests.Storage;

/// <summary>Files of networks whose numbers are encoded in few bits.</summary>
public sealed class EncodedFileTests
{
    public static TheoryData<string, double> Everything
    {
        get
        {
            var all = new TheoryData<string, double>();
            foreach (string name in EncodedSamples.Names)
            {
                foreach (double sparsity in new[] { 0, 0.05, 0.6, 0.95, 1 })
                    all.Add(name, sparsity);
            }
            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Everything))]
    public void Numbers_encodings_masks_and_sizes_come_back(string name, double sparsity)
    {
        using NetworkModel model = EncodedSamples.Make(name, sparsity, masked: sparsity > 0);
        byte[] file = Samples.Save(model);

        using var read = (NetworkModel)Samples.Load(file);

        AssertSame(model, read);
        Assert.Equal(model.PackedBytes, TensorBytes(file, except: "masks.safetensors"));
        Assert.Equal(Samples.Sizes(model), Samples.Sizes(read));
        Assert.Equal(Samples.Predict(model), Samples.Predict(read));
        Assert.Equal(file.Length, Samples.Save(read).Length - (int)HistoryGrowth(file, Samples.Save(read)));
    }

    [Theory]
    [InlineData("Int8")]
    [InlineData("Int8 groups")]
    [InlineData("Int4 groups")]
    [InlineData("Float16")]
    [InlineData("BFloat16")]
    [InlineData("Codebook 7")]
    public void Tensors_that_are_empty_of_one_element_of_zeros_or_all_equal_come_back(string name)
    {
        foreach ((int inputs, int hidden, int classes) in new[] { (1, 1, 1), (1, 7, 2), (4, 1, 3), (1, 40, 2) })
        {
            foreach (float value in new[] { 0f, 0.25f })
            {
                using NetworkModel model = Samples.Mlp(inputs, hidden, classes);
                foreach (GraphParameter parameter in model.Graph.Parameters.Values)
                {
                    using Scalar number = value.ToScalar();
                    parameter.Value.fill_(number);
                    EncodedSamples.Encode(parameter, name);
                }
                using var encoded = new NetworkModel(model.Describe(), model.Graph.Clone());

                byte[] file = Samples.Save(encoded);
                using var read = (NetworkModel)Samples.Load(file);

                AssertSame(encoded, read);
                Assert.Equal(encoded.PackedBytes, TensorBytes(file));
            }
        }
    }

    [Fact]
    public void A_codebook_of_a_layer_of_zeros_is_empty_and_comes_back()
    {
        using NetworkModel model = Samples.Mlp(9, 8, 2);
        foreach (GraphParameter parameter in model.Graph.Parameters.Values)
        {
            parameter.Value.zero_();
            parameter.Encoding = new CodebookEncoding([]);
        }
        byte[] file = Samples.Save(model);

        using var read = (NetworkModel)Samples.Load(file);

        AssertSame(model, read);
        Assert.InRange(TensorBytes(file), 0, 20);
    }

    [Fact]
    public void Int8_is_a_byte_a_number_and_float16_two_in_their_own_types()
    {
        foreach (
            (string name, string type, int bits) in new[]
            {
                ("Int8", "I8", 8),
                ("Int4", "U8", 4),
                ("Float16", "F16", 16),
                ("BFloat16", "BF16", 16),
            }
        )
        {
            // Numbers that are spread evenly over all codes cannot be coded in fewer bits.
            using NetworkModel model = Samples.Mlp(10, 6, 4);
            GraphParameter weight = model.Graph.Parameters["fc1.weight"];
            int greatest = bits == 8 ? 127 : 7;
            using (NewDisposeScope())
                weight.Value.copy_(
                    tensor(Enumerable.Range(0, 60).Select(i => (float)(i * 7 % (2 * greatest + 1) - greatest)).ToArray()).reshape(6, 10)
                );
            weight.Encoding =
                bits == 16 ? new HalfEncoding(type == "BF16") : new IntegerEncoding(bits, 0, 0, [.. Enumerable.Repeat(1f, 6)]);

            JsonNode entry = Header(Samples.Save(model), "weights.safetensors")["fc1.weight"]!;

            Assert.True(entry["dtype"]!.GetValue<string>() == type, $"{name}: {entry}");
            Assert.Equal(60 * bits / 8, entry["data_offsets"]![1]!.GetValue<int>() - entry["data_offsets"]![0]!.GetValue<int>());
        }
    }

    [Fact]
    public void Deep_compression_takes_a_fortieth_of_float32()
    {
        using NetworkModel model = EncodedSamples.Make("Codebook 15", 0.95, masked: true, inputs: 784, hidden: 300, classes: 10);

        byte[] file = Samples.Save(model);

        Assert.True(model.StoredBytes > 40 * model.PackedBytes, $"{model.StoredBytes} and {model.PackedBytes}");
        Assert.InRange(file.Length, model.PackedBytes, model.PackedBytes + 16384);
    }

    [Fact]
    public void A_mask_that_left_zeros_takes_next_to_nothing_and_comes_back()
    {
        using NetworkModel model = EncodedSamples.Make("Int4", 0.9, masked: true, inputs: 200, hidden: 100);
        long zeros = model.Graph.Parameters["fc1.weight"].Mask!.sum().item<float>() is var kept
            ? (long)kept - model.Size.NonzeroByParameter["fc1.weight"]
            : 0;
        byte[] file = Samples.Save(model);

        using var read = (NetworkModel)Samples.Load(file);

        Assert.True(zeros > 10, "quantization makes zeros of small numbers that were not pruned");
        AssertSame(model, read);
        Assert.True(Header(file, "masks.safetensors")["fc1.weight"]!["shape"]![0]!.GetValue<long>() < 200 * 100 / 8 / 2);
    }

    [Fact]
    public void Numbers_that_left_their_encoding_are_stored_as_float32()
    {
        using NetworkModel model = EncodedSamples.Make("Int8");
        GraphParameter weight = model.Graph.Parameters["fc1.weight"];
        MemoryMarshal.Cast<byte, float>(weight.Value.bytes)[3] += 1e-6f;

        using var read = (NetworkModel)Samples.Load(Samples.Save(model));

        Assert.Null(read.Graph.Parameters["fc1.weight"].Encoding);
        Assert.NotNull(read.Graph.Parameters["fc2.weight"].Encoding);
        Assert.Equal(weight.Value.data<float>().ToArray(), read.Graph.Parameters["fc1.weight"].Value.data<float>().ToArray());
    }

    [Fact]
    public void Only_files_that_need_it_have_the_second_version()
    {
        using NetworkModel dense = Samples.Mlp(),
            sparse = Samples.Mlp(40, 30, 4, sparsity: 0.9),
            encoded = EncodedSamples.Make("Int8");

        Assert.Equal(
            [1, 2, 2],
            new[] { dense, sparse, encoded }.Select(model => Part(Samples.Save(model), "manifest.json")["version"]!.GetValue<int>())
        );
    }

    [Fact]
    public void A_disposed_model_keeps_the_size_that_was_asked_for()
    {
        NetworkModel known = EncodedSamples.Make("Int8"),
            unknown = EncodedSamples.Make("Int8");
        long bytes = known.PackedBytes;
        known.Dispose();
        unknown.Dispose();

        Assert.Equal(bytes, known.PackedBytes);
        Assert.Equal("ModelDisposed", Assert.Throws<ComputeException>(() => unknown.PackedBytes).ErrorId);
    }

    internal static void AssertSame(NetworkModel model, NetworkModel read)
    {
        foreach (GraphParameter before in model.Graph.Parameters.Values)
        {
            GraphParameter after = read.Graph.Parameters[before.Name];
            Assert.Equal(Bits(before.Value), Bits(after.Value));
            Assert.Equal(before.Mask?.data<float>().ToArray(), after.Mask?.data<float>().ToArray());
            switch (before.Encoding)
            {
                case IntegerEncoding integer:
                    var other = Assert.IsType<IntegerEncoding>(after.Encoding);
                    Assert.Equal(integer.Scales, other.Scales);
                    Assert.Equal(integer with { Scales = other.Scales }, other);
                    break;
                case CodebookEncoding codebook:
                    Assert.Equal(codebook.Values, Assert.IsType<CodebookEncoding>(after.Encoding).Values);
                    break;
                default:
                    Assert.Equal(before.Encoding, after.Encoding);
                    break;
            }
        }
    }

    /// <summary>Bytes of the tensors' data in a file.</summary>
    internal static long TensorBytes(byte[] file, string? except = null)
    {
        using var archive = new ZipArchive(new MemoryStream(file));
        long held = 0;
        foreach (
            ZipArchiveEntry entry in archive.Entries.Where(e =>
                e.Name.EndsWith(".safetensors", StringComparison.Ordinal) && e.Name != except
            )
        )
        {
            using var reader = new BinaryReader(entry.Open());
            held += entry.Length - sizeof(ulong) - reader.ReadInt64();
        }
        return held;
    }

    /// <summary>A read model has one event more.</summary>
    private static long HistoryGrowth(byte[] before, byte[] after) =>
        Length(after, "history.json") - Length(before, "history.json") + Length(after, "manifest.json") - Length(before, "manifest.json");

    private static long Length(byte[] file, string name)
    {
        using var archive = new ZipArchive(new MemoryStream(file));
        return archive.GetEntry(name)!.CompressedLength;
    }

    private static JsonNode Part(byte[] file, string name)
    {
        using var archive = new ZipArchive(new MemoryStream(file));
        using Stream stream = archive.GetEntry(name)!.Open();
        return JsonNode.Parse(stream)!;
    }

    private static JsonNode Header(byte[] file, string name)
    {
        using var archive = new ZipArchive(new MemoryStream(file));
        using var reader = new BinaryReader(archive.GetEntry(name)!.Open());
        return JsonNode.Parse(reader.ReadBytes((int)reader.ReadInt64()))!;
    }

    private static int[] Bits(Tensor value) =>
        [.. value.data<float>().ToArray().Select(number => number == 0 ? 0 : BitConverter.SingleToInt32Bits(number))];
}
