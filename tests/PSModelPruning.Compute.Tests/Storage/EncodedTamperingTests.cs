using System.Runtime.InteropServices;
using System.Text.Json.Nodes;

namespace PSModelPruning.Compute.Tests.Storage;

/// <summary>Files of encoded networks that were made with ill intent, all checksums right.</summary>
public sealed class EncodedTamperingTests
{
    [Theory]
    [InlineData("Int8", 0)]
    [InlineData("Int4 groups", 0.6)]
    [InlineData("Float16", 0.6)]
    [InlineData("Codebook 7", 0.9)]
    public void Damaged_tensors_give_an_error_of_model_files_or_another_network_and_never_more(string name, double sparsity)
    {
        using NetworkModel model = EncodedSamples.Make(name, sparsity, masked: true);
        byte[] file = Samples.Save(model);
        var random = new Random(3);
        int refused = 0;
        for (int round = 0; round < 150; round++)
        {
            byte[] damaged = ForgedFile.Rebuild(file, parts =>
            {
                string[] tensors = [.. parts.Keys.Where(part => part.EndsWith(".safetensors", StringComparison.Ordinal))];
                byte[] part = parts[tensors[random.Next(tensors.Length)]];
                int header = sizeof(ulong) + (int)BitConverter.ToInt64(part);
                int at = random.Next(round % 4 == 0 ? 0 : header, part.Length);
                random.NextBytes(part.AsSpan(at, Math.Min(part.Length - at, random.Next(1, 20))));
            });
            try
            {
                using Model read = Samples.Load(damaged);
                Samples.Predict(read, 1);
            }
            catch (ComputeException e)
            {
                Assert.StartsWith("ModelFile", e.ErrorId);
                refused++;
            }
        }

        Assert.True(refused > 0);
    }

    [Theory]
    [InlineData("encoding", "null")]
    [InlineData("encoding", """{"kind":"Int4","axis":0,"groupSize":0}""")]
    [InlineData("encoding", """{"kind":"Int8","axis":1,"groupSize":0}""")]
    [InlineData("encoding", """{"kind":"Int8","axis":0,"groupSize":3}""")]
    [InlineData("encoding", """{"kind":"Int8","axis":2,"groupSize":0}""")]
    [InlineData("encoding", """{"kind":"Int8","axis":-1,"groupSize":0}""")]
    [InlineData("encoding", """{"kind":"Int8","axis":0,"groupSize":-1}""")]
    [InlineData("encoding", """{"kind":"Int8","axis":0}""")]
    [InlineData("encoding", """{"kind":"Int8"}""")]
    [InlineData("encoding", """{"kind":"Float16","axis":0,"groupSize":0}""")]
    [InlineData("encoding", """{"kind":"Float16"}""")]
    [InlineData("encoding", """{"kind":"Codebook"}""")]
    [InlineData("encoding", """{"kind":"Codebook","values":[1,2]}""")]
    [InlineData("encoding", """{"kind":"System.Object"}""")]
    [InlineData("encoding", """{"kind":99}""")]
    [InlineData("isCoded", "null")]
    [InlineData("positions", "\"Bits\"")]
    [InlineData("positions", "\"Neighbors\"")]
    [InlineData("positions", "\"density\"")]
    [InlineData("positions", "null")]
    [InlineData("packing", "\"Dense\"")]
    [InlineData("mask", "\"Stored\"")]
    [InlineData("mask", "\"Differences\"")]
    [InlineData("maskPositions", "\"Density\"")]
    [InlineData("shape", "[300,150]")]
    [InlineData("shape", "[45000]")]
    [InlineData("shape", "[0,300]")]
    public void A_description_that_does_not_fit_the_numbers_is_refused(string member, string value)
    {
        using NetworkModel model = EncodedSamples.Make("Int8", 0.6, inputs: 300, hidden: 150);
        // Half of the inputs are not used at all, which only positions tell in few bits.
        Span<float> weights = MemoryMarshal.Cast<byte, float>(model.Graph.Parameters["fc1.weight"].Value.bytes);
        for (int row = 0; row < 150; row++)
            weights.Slice(300 * row, 150).Clear();
        byte[] file = Samples.Save(model);
        JsonNode written = JsonNode.Parse(ForgedFile.Parts(file)["graph.json"])!["parameters"]![0]!;
        Assert.Equal(("Packed", "Density", true), ((string)written["packing"]!, (string)written["positions"]!, (bool)written["isCoded"]!));

        Assert.Equal(
            "ModelFileCorrupt",
            Samples.LoadError(ForgedFile.EditParameter(file, "fc1.weight", p => p[member] = JsonNode.Parse(value)))
        );
    }

    [Theory]
    [InlineData("Int8", 0f)]
    [InlineData("Int8", -1f)]
    [InlineData("Int8", float.NaN)]
    [InlineData("Int8", float.PositiveInfinity)]
    [InlineData("Codebook 7", 0f)]
    [InlineData("Codebook 7", float.NaN)]
    [InlineData("Codebook 7", 9f)]
    public void Scales_that_are_not_positive_and_codebooks_that_do_not_rise_are_refused(string name, float wrong)
    {
        using NetworkModel model = EncodedSamples.Make(name, 0.8);
        byte[] file = ForgedFile.Rebuild(Samples.Save(model), parts =>
        {
            byte[] part = parts["encodings.safetensors"];
            MemoryMarshal.Cast<byte, float>(part.AsSpan(sizeof(ulong) + (int)BitConverter.ToInt64(part)))[2] = wrong;
        });

        Assert.Equal("ModelFileCorrupt", Samples.LoadError(file));
    }

    [Fact]
    public void A_part_of_encodings_that_nobody_asks_for_is_refused()
    {
        using NetworkModel encoded = EncodedSamples.Make("Int8"),
            plain = Samples.Mlp(33, 19, 4);
        byte[] encodings = ForgedFile.Parts(Samples.Save(encoded))["encodings.safetensors"];

        Assert.Equal(
            "ModelFileCorrupt",
            Samples.LoadError(ForgedFile.Rebuild(Samples.Save(plain), parts => parts["encodings.safetensors"] = encodings))
        );
        Assert.Equal(
            "ModelFileCorrupt",
            Samples.LoadError(ForgedFile.Rebuild(Samples.Save(encoded), parts => parts.Remove("encodings.safetensors")))
        );
    }
}
