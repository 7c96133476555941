using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json.Nodes;
using PSModelPruning.Compute.Tests.Storage.Golden;

namespace PSModelPruning.Compute.Tests.Storage;

/// <summary>Files whose checksums are right and whose numbers no model can have.</summary>
public sealed class StoredNumberTests
{
    private const string Weights = "weights.safetensors";
    private const string Trees = "trees.safetensors";

    [Theory]
    [InlineData("tree", Weights, "leafValues", -7.5f)]
    [InlineData("tree", Weights, "leafValues", 0.5f)]
    [InlineData("tree", Weights, "leafValues", float.NaN)]
    [InlineData("tree", Trees, "innerValues", 2f)]
    [InlineData("tree", Weights, "thresholds", float.NaN)]
    [InlineData("forest", Weights, "leafValues", 1e6f)]
    [InlineData("forest", Weights, "leafValues", float.PositiveInfinity)]
    [InlineData("boosted", Weights, "leafValues", 3e38f)]
    [InlineData("boosted-numbers", Weights, "leafValues", -3e38f)]
    [InlineData("boosted", Weights, "baseline", float.NaN)]
    [InlineData("network-dense", Weights, "fc1.weight", float.NaN)]
    [InlineData("network-dense", Weights, "fc1.weight", float.NegativeInfinity)]
    [InlineData("linear", Weights, "fc1.weight", float.NaN)]
    [InlineData("network-quantized", "encodings.safetensors", "fc1.weight", 0f)]
    [InlineData("network-quantized", "encodings.safetensors", "fc1.weight", 3e38f)]
    [InlineData("network-quantized", Weights, "input.scale", 0f)]
    [InlineData("network-quantized", Weights, "input.scale", 1e38f)]
    [InlineData("network-quantized", Weights, "input.zero_point", 300f)]
    [InlineData("network-codebook", "encodings.safetensors", "fc1.weight", float.NaN)]
    [InlineData("neighbors", Weights, "prototypes", float.NaN)]
    public void A_number_that_no_model_has_is_refused(string file, string part, string tensor, float number)
    {
        ComputeException error = Refused(file, parts => SetFirst(parts, part, tensor, number));
        Assert.Contains(
            Math.Abs(number) == 3e38f && file.StartsWith("boosted", StringComparison.Ordinal) ? "leaves" : tensor,
            error.Message,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(-0.5)]
    [InlineData(double.NaN)]
    [InlineData(1e308)]
    public void A_weight_of_a_tree_that_no_forest_gives_is_refused(double weight) =>
        Refused("forest", parts => SetFirst(parts, Trees, "treeWeights", weight));

    [Theory]
    [InlineData("model.json", "targetScale", 0)]
    [InlineData("model.json", "targetScale", -1)]
    [InlineData("model.json", "targetScale", 1e308)]
    [InlineData("model.json", "originalComplexity", -1)]
    public void A_figure_of_the_model_that_cannot_be_is_refused(string part, string member, double value) =>
        Refused("boosted-numbers", parts => Edit(parts, part, node => node[member] = value));

    [Theory]
    [InlineData("divisor", 0)]
    [InlineData("divisor", -1)]
    [InlineData("divisor", 1e308)]
    [InlineData("offset", 1e305)]
    [InlineData("missingCount", -1)]
    public void A_preparation_that_cannot_be_is_refused_by_its_column(string member, double value)
    {
        string name = "";
        ComputeException error = Refused("tree", parts => Edit(parts, "preprocessing.json", node =>
            {
                JsonNode feature = node["features"]![0]!;
                name = (string)feature["name"]!;
                feature[member] = value == -1 && member == "missingCount" ? -1 : value;
            }));
        Assert.Contains(name, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Votes_that_are_no_numbers_are_refused() =>
        Refused("ensemble-voted", parts =>
            Edit(parts, "ensemble.json", node => node["weights"]![0] = 1.7e308, node => node["weights"]![1] = 1.7e308)
        );

    [Fact]
    public void The_scale_of_a_rule_can_be_divided_by() =>
        Refused("rules", parts =>
            Edit(parts, "rules.json", node => node["rules"]![0]!["conditions"]![0]!["term"]!["parts"]![0]!["scale"] = 1e305)
        );

    [Fact]
    public void A_damaged_part_is_told_in_our_words()
    {
        ComputeException error = Refused("tree", parts => parts["model.json"] = Encoding.UTF8.GetBytes("{\"name\": 5}"));
        Assert.DoesNotContain("System.", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("JSON value could not", error.Message, StringComparison.Ordinal);
        Assert.Contains("model.json", error.Message, StringComparison.Ordinal);
        Assert.Contains("$.name", error.Message, StringComparison.Ordinal);
    }

    private static ComputeException Refused(string file, Action<Dictionary<string, byte[]>> edit)
    {
        byte[] forged = ForgedFile.Rebuild(File.ReadAllBytes(GoldenFile.Current(file).Path), edit);
        ComputeException error = Assert.Throws<ComputeException>(() => Samples.Load(forged).Dispose());
        Assert.Equal("ModelFileCorrupt", error.ErrorId);
        return error;
    }

    private static void Edit(Dictionary<string, byte[]> parts, string part, params Action<JsonNode>[] edits)
    {
        JsonNode node = JsonNode.Parse(parts[part])!;
        foreach (Action<JsonNode> edit in edits)
            edit(node);
        parts[part] = Encoding.UTF8.GetBytes(node.ToJsonString());
    }

    /// <summary>Replaces the first number of a tensor of a safetensors part.</summary>
    private static void SetFirst<T>(Dictionary<string, byte[]> parts, string part, string tensor, T number)
        where T : struct
    {
        byte[] content = parts[part];
        int header = (int)BitConverter.ToInt64(content);
        JsonNode entry = JsonNode.Parse(content.AsSpan(8, header))![tensor]!;
        MemoryMarshal.Write(content.AsSpan(8 + header + (int)entry["data_offsets"]![0]!), in number);
    }
}
