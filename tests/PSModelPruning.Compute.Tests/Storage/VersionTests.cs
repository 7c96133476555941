using System.Text;
using System.Text.Json.Nodes;
using PSModelPruning.Compute.Storage;
using PSModelPruning.Compute.Tests.Training;

namespace PSModelPruning.Compute.Tests.Storage;

/// <summary>Files of older and newer versions of the format.</summary>
public sealed class VersionTests
{
    private static readonly Lazy<byte[]> File = new(() =>
    {
        using Model model = Samples.Mlp(sparsity: 0.5, masked: true);
        return Samples.Save(model);
    });

    [Fact]
    public void A_file_of_a_newer_minor_version_is_read_with_a_warning_and_what_is_unknown_in_it_is_ignored()
    {
        using Model model = Samples.Mlp(sparsity: 0.5, masked: true);
        byte[] file = ForgedFile.Rebuild(
            File.Value,
            parts =>
            {
                AddUnknown(parts, "model.json");
                AddUnknown(parts, "graph.json");
                AddUnknown(parts, "preprocessing.json", "features", 0);
                parts["charts.json"] = "{}"u8.ToArray();
            },
            manifest =>
            {
                IsMinor(manifest);
                manifest["madeBy"] = "a release of the future";
            }
        );
        var monitor = new CollectingMonitor();

        using Model read = ModelFile.Load(new MemoryStream(file), "sample.psmodel", monitor);

        Assert.Equal(Samples.Predict(model), Samples.Predict(read));
        Assert.Equal(model.Preprocessing.Features.Count, read.Preprocessing.Features.Count);
        string warning = Assert.Single(monitor.Warnings);
        Assert.Contains("version 2.7", warning, StringComparison.Ordinal);
        Assert.Contains("Update PSModelPruning", warning, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_of_a_known_version_is_read_without_a_warning()
    {
        var monitor = new CollectingMonitor();

        ModelFile.Load(new MemoryStream(File.Value), "sample.psmodel", monitor).Dispose();

        Assert.Empty(monitor.Warnings);
    }

    [Theory]
    [InlineData("model.json")]
    [InlineData("graph.json")]
    [InlineData("preprocessing.json")]
    [InlineData("history.json")]
    public void What_is_unknown_in_a_file_of_a_known_version_is_a_sign_of_damage(string part) =>
        Assert.Equal("ModelFileCorrupt", Samples.LoadError(ForgedFile.Rebuild(File.Value, parts => AddUnknown(parts, part))));

    [Fact]
    public void A_part_that_is_unknown_in_a_file_of_a_known_version_is_a_sign_of_damage() =>
        Assert.Equal(
            "ModelFileCorrupt",
            Samples.LoadError(ForgedFile.Rebuild(File.Value, parts => parts["charts.json"] = "{}"u8.ToArray()))
        );

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_feature_that_is_needed_and_unknown_is_refused(bool isNewer)
    {
        byte[] file = ForgedFile.Rebuild(
            File.Value,
            parts => Edit(parts, "graph.json", graph => graph["requires"] = new JsonArray("control flow")),
            isNewer ? IsMinor : null
        );

        ComputeException error = Assert.Throws<ComputeException>(() => Samples.Load(file));

        Assert.Equal("ModelFileVersion", error.ErrorId);
        Assert.Contains("control flow", error.Message, StringComparison.Ordinal);
        Assert.Contains("Update PSModelPruning", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("model.json", "family", "Oracle")]
    [InlineData("graph.json", "output", "nowhere")]
    public void Content_that_a_newer_minor_version_gives_and_this_release_cannot_read_asks_for_an_update(
        string part,
        string member,
        string value
    )
    {
        void Change(Dictionary<string, byte[]> parts) => Edit(parts, part, document => document[member] = value);

        Assert.Equal("ModelFileVersion", Samples.LoadError(ForgedFile.Rebuild(File.Value, Change, IsMinor)));
        Assert.Equal("ModelFileCorrupt", Samples.LoadError(ForgedFile.Rebuild(File.Value, Change)));
    }

    [Fact]
    public void Checksums_of_a_newer_minor_version_are_checked()
    {
        byte[] file = ForgedFile.Rebuild(
            File.Value,
            parts => parts["charts.json"] = "{}"u8.ToArray(),
            manifest =>
            {
                IsMinor(manifest);
                foreach (JsonNode? part in (JsonArray)manifest["parts"]!)
                {
                    if ((string)part!["name"]! == "charts.json")
                        part["sha256"] = new string('0', 64);
                }
            }
        );

        Assert.Equal("ModelFileTampered", Samples.LoadError(file));
    }

    [Theory]
    [InlineData(99, 0)]
    [InlineData(99, 4)]
    [InlineData(int.MaxValue, 0)]
    public void A_newer_major_version_is_refused(int major, int minor) =>
        Assert.Equal(
            "ModelFileVersion",
            Samples.LoadError(
                ForgedFile.Rebuild(File.Value, _ => { }, manifest => (manifest["version"], manifest["minorVersion"]) = (major, minor))
            )
        );

    [Theory]
    [InlineData("-1")]
    [InlineData("\"1\"")]
    [InlineData("1.5")]
    [InlineData("null")]
    public void A_minor_version_that_is_not_a_number_is_refused(string minor) =>
        Assert.Equal(
            "ModelFileCorrupt",
            Samples.LoadError(ForgedFile.Rebuild(File.Value, _ => { }, manifest => manifest["minorVersion"] = JsonNode.Parse(minor)))
        );

    [Theory]
    [InlineData(0.0, 1)]
    [InlineData(0.97, 2)]
    public void A_file_is_written_in_the_lowest_version_that_holds_its_content(double sparsity, int version)
    {
        using Model model = Samples.Mlp(80, 60, 4, sparsity: sparsity, masked: true);

        var manifest = (JsonObject)JsonNode.Parse(ForgedFile.Parts(Samples.Save(model))["manifest.json"])!;

        Assert.Equal(version, (int)manifest["version"]!);
        Assert.False(manifest.ContainsKey("minorVersion"));
    }

    private static void IsMinor(JsonObject manifest) => (manifest["version"], manifest["minorVersion"]) = (2, 7);

    private static void AddUnknown(Dictionary<string, byte[]> parts, string part, string? list = null, int index = 0) =>
        Edit(parts, part, document =>
        {
            JsonNode target = list is null ? document : document[list]![index]!;
            target["mood"] = new JsonObject { ["today"] = 0.5 };
        });

    private static void Edit(Dictionary<string, byte[]> parts, string part, Action<JsonObject> edit)
    {
        var document = (JsonObject)JsonNode.Parse(parts[part])!;
        edit(document);
        parts[part] = Encoding.UTF8.GetBytes(document.ToJsonString());
    }
}
