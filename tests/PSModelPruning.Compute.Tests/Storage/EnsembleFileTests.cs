using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using PSModelPruning.Compute.Models.Ensembles;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Training.Ensembles;

namespace PSModelPruning.Compute.Tests.Storage;

/// <summary>Ensembles in files: whole, damaged, and made with ill intent.</summary>
public sealed class EnsembleFileTests
{
    [Theory]
    [InlineData("Soft")]
    [InlineData("Hard")]
    public void An_ensemble_and_its_ensembles_come_back_as_they_were(string voting)
    {
        using NetworkModel first = Samples.Mlp(seed: 1),
            second = Samples.Mlp(hidden: 3, seed: 2, sparsity: 0.7),
            third = Samples.Mlp(seed: 3);
        EnsembleModel inner = Join([first, second], new JoinOptions { Weights = [1, 3] });
        EnsembleModel joined = Join(
            [inner, third],
            new JoinOptions
            {
                Voting = voting,
                Weights = [2, 1],
                Name = "both",
            }
        );

        using var read = (EnsembleModel)Samples.Load(Samples.Save(joined));

        Assert.Equal(Samples.Predict(joined), Samples.Predict(read));
        Assert.Equal(Samples.Sizes(joined), Samples.Sizes(read));
        Assert.Equal(("both", voting, 2), (read.Name, read.Voting, read.Members.Count));
        Assert.Equal(joined.Weights, read.Weights);
        Assert.Equal([0.25, 0.75], ((EnsembleModel)read.Members[0]).Weights);
        Assert.Equal("Joined", read.History[0].Action);
    }

    [Fact]
    public void The_numbers_of_a_stacked_ensemble_come_back()
    {
        using NetworkModel first = Samples.Mlp(seed: 1),
            second = Samples.Mlp(seed: 2);
        float[] coefficients = [.. Enumerable.Range(0, StackedVoting.Count(2, 3)).Select(i => i / 7f - 1)];
        var joined = new EnsembleModel(first.Describe(), [first, second], new StackedVoting(coefficients, 2, 3));

        using var read = (EnsembleModel)Samples.Load(Samples.Save(joined));

        Assert.Equal(Samples.Predict(joined), Samples.Predict(read));
        Assert.Equal(joined.Parameters, read.Parameters);
    }

    [Fact]
    public void An_ensemble_from_a_file_disposes_its_own_members()
    {
        using NetworkModel first = Samples.Mlp(seed: 1),
            second = Samples.Mlp(seed: 2);
        var read = (EnsembleModel)Samples.Load(Samples.Save(Join([first, second], new JoinOptions())));
        Model member = read.Members[0];
        read.Dispose();

        Assert.Equal("ModelDisposed", Assert.Throws<ComputeException>(() => Samples.Predict(member)).ErrorId);
        Assert.NotEmpty(Samples.Predict(first));
    }

    [Fact]
    public void A_file_with_any_one_byte_of_every_seventh_changed_is_refused()
    {
        using NetworkModel first = Samples.Mlp(3, 2, 2, seed: 1),
            second = Samples.Mlp(3, 2, 2, seed: 2);
        byte[] file = Samples.Save(Join([first, second], new JoinOptions()));
        for (int at = 0; at < file.Length; at += 7)
        {
            byte[] changed = [.. file];
            changed[at] ^= 0x41;
            Assert.StartsWith("ModelFile", Samples.LoadError(changed));
        }
    }

    [Theory]
    [InlineData("members", "3")]
    [InlineData("members", "0")]
    [InlineData("members", "100000000")]
    [InlineData("voting", "\"Loud\"")]
    [InlineData("voting", "\"Stacked\"")]
    [InlineData("weights", "[1]")]
    [InlineData("weights", "[1,-1]")]
    [InlineData("weights", "[1,\"NaN\"]")]
    [InlineData("weights", "null")]
    [InlineData("coefficients", "[1,2]")]
    public void Impossible_ensembles_are_corrupt(string member, string value) =>
        Assert.Equal(
            "ModelFileCorrupt",
            Samples.LoadError(Rebuild(parts => Edit(parts, "ensemble.json", json => json[member] = JsonNode.Parse(value))))
        );

    [Fact]
    public void A_member_that_is_missing_or_for_other_classes_is_corrupt()
    {
        Assert.Equal("ModelFileCorrupt", Samples.LoadError(Rebuild(parts => parts.Remove("member1-model.json"))));
        Assert.Equal(
            "ModelFileCorrupt",
            Samples.LoadError(Rebuild(parts => Edit(parts, "member1-model.json", json => json["classes"] = new JsonArray("x", "y", "z"))))
        );
        Assert.Equal("ModelFileCorrupt", Samples.LoadError(Rebuild(parts => parts["member01-model.json"] = parts["member1-model.json"])));
        Assert.Equal("ModelFileCorrupt", Samples.LoadError(Rebuild(parts => parts["member1-evil.json"] = "{}"u8.ToArray())));
    }

    [Fact]
    public void Ensembles_that_lie_deeper_in_each_other_than_any_can_are_refused()
    {
        byte[] file = Rebuild(parts =>
        {
            // Member 0 becomes an ensemble of copies of the whole file, again and again.
            string prefix = "";
            foreach (string name in parts.Keys.Where(name => name.StartsWith("member", StringComparison.Ordinal)).ToArray())
            {
                for (prefix = "member0-"; prefix.Length <= 5 * 8; prefix += "member0-")
                    parts[prefix + name] = parts[name];
            }
            for (prefix = "member0-"; prefix.Length <= 5 * 8; prefix += "member0-")
            {
                foreach (string name in (string[])["model.json", "preprocessing.json", "history.json", "ensemble.json"])
                    parts[prefix + name] = parts[name];
            }
        });

        Assert.Equal("ModelFileCorrupt", Samples.LoadError(file));
    }

    private static EnsembleModel Join(Model[] models, JoinOptions options) => ModelJoiner.Join(models, options, SilentMonitor.Instance);

    private static void Edit(Dictionary<string, byte[]> parts, string name, Action<JsonObject> edit)
    {
        var json = (JsonObject)JsonNode.Parse(parts[name])!;
        edit(json);
        parts[name] = Encoding.UTF8.GetBytes(json.ToJsonString());
    }

    private static byte[] Rebuild(Action<Dictionary<string, byte[]>> edit)
    {
        using NetworkModel first = Samples.Mlp(seed: 1),
            second = Samples.Mlp(seed: 2);
        var parts = new Dictionary<string, byte[]>();
        using (var archive = new ZipArchive(new MemoryStream(Samples.Save(Join([first, second], new JoinOptions())))))
        {
            foreach (ZipArchiveEntry entry in archive.Entries)
            {
                using Stream stream = entry.Open();
                using var copy = new MemoryStream();
                stream.CopyTo(copy);
                parts.Add(entry.FullName, copy.ToArray());
            }
        }
        edit(parts);
        Edit(parts, "manifest.json", manifest => manifest["parts"] = new JsonArray([
                .. parts
                    .Where(p => p.Key != "manifest.json")
                    .Select(p => new JsonObject
                    {
                        ["name"] = p.Key,
                        ["bytes"] = p.Value.Length,
                        ["sha256"] = Convert.ToHexString(SHA256.HashData(p.Value)),
                    }),
            ]));
        using var target = new MemoryStream();
        using (var archive = new ZipArchive(target, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] content) in parts)
            {
                using Stream stream = archive.CreateEntry(name).Open();
                stream.Write(content);
            }
        }
        return target.ToArray();
    }
}
