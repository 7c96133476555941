using PSModelPruning.Compute.Data;
using PSModelPruning.Compute.Models.Trees;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Storage.Archive;
using PSModelPruning.Compute.Storage.Codecs.Trees;
using PSModelPruning.Compute.Storage.Tensors;
using PSModelPruning.Compute.Training;
using PSModelPruning.Compute.Training.Kinds;

namespace PSModelPruning.Compute.Tests.Storage;

public sealed class TreeStorageTests
{
    private static readonly HashSet<string> Parts = ["weights.safetensors", TreeTensors.PartName];

    [Theory]
    [InlineData(3)]
    [InlineData(0)]
    public void A_tree_comes_back_bit_for_bit(int classes)
    {
        TreeModel model = Tree(classes);
        Assert.True(model.Depth > 3);

        byte[] file = Samples.Save(model);
        var read = (TreeModel)Samples.Load(file);

        Assert.Equal(model.Tree.Features, read.Tree.Features);
        Assert.Equal(model.Tree.Thresholds, read.Tree.Thresholds);
        Assert.Equal(model.Tree.MissingLeft, read.Tree.MissingLeft);
        Assert.Equal(model.Tree.Right, read.Tree.Right);
        Assert.Equal(model.Tree.Values, read.Tree.Values);
        Assert.Equal(model.Tree.Weights, read.Tree.Weights);
        Assert.Equal(model.Tree.Impurities, read.Tree.Impurities);
        Assert.Equal(model.Options with { ClassWeights = [] }, read.Options with { ClassWeights = [] });
        Assert.Equal(model.Options.ClassWeights, read.Options.ClassWeights);
        Assert.Equal(model.ToText(), read.ToText());
    }

    [Theory]
    [InlineData(3)]
    [InlineData(0)]
    public void The_bytes_are_those_of_the_tensors_that_predict(int classes)
    {
        TreeModel model = Tree(classes);
        Assert.Equal(Sizes(Write([model.Tree]), "weights.safetensors"), model.PackedBytes);
        Assert.Equal(model.StoredBytes, model.PackedBytes);
    }

    [Fact]
    public void Many_trees_share_the_tensors()
    {
        DecisionTree[] trees = [Tree(3, 1).Tree, Tree(3, 2).Tree, Tree(3, 3).Tree];
        DecisionTree[] read = new TreeReader(Write(trees), 5, 3, LeafRange.Any, [], []).Trees(3, CancellationToken.None);
        Assert.Equal(trees.Select(tree => tree.Values), read.Select(tree => tree.Values));
        Assert.Equal(trees.Select(tree => tree.Right), read.Select(tree => tree.Right));
    }

    [Theory]
    [InlineData("nodes")]
    [InlineData("leaves")]
    [InlineData("features")]
    [InlineData("thresholds")]
    [InlineData("leafValues")]
    [InlineData("impurities")]
    public void What_is_no_tree_is_refused(string tensor)
    {
        TreeModel model = Tree(0);
        ArchiveParts parts = Write([model.Tree]);
        string part = tensor is "features" or "thresholds" or "leafValues" ? "weights.safetensors" : TreeTensors.PartName;
        parts = Change(parts, part, tensor, data =>
        {
            switch (tensor)
            {
                // A node more than there are.
                case "nodes":
                    data[0]++;
                    break;
                // The root is a leaf, and what follows belongs to nothing.
                case "leaves":
                    data[0] ^= 1;
                    break;
                // An input beyond the last.
                case "features":
                    data[0] = 5;
                    break;
                // NaN.
                default:
                    data.AsSpan(data.Length - 4).Fill(0xFF);
                    break;
            }
        });
        Assert.Throws<ContentException>(() => new TreeReader(parts, 5, 1, LeafRange.Any, [], []).Trees(1, CancellationToken.None));
    }

    [Fact]
    public void Nodes_that_are_not_one_tree_are_refused()
    {
        // A leaf, and then a split and a leaf that belong to nothing.
        var tree = new DecisionTree(1, [0, -1, -1], [0.5f, 0, 0], new bool[3], [2, 0, 0], [2, 1, 1], [1, 0, 0], [0, 1, 2]);
        ArchiveParts parts = Write([tree]);
        parts = Change(parts, TreeTensors.PartName, "leaves", data => data[0] = 0b101);
        Assert.Throws<ContentException>(() => new TreeReader(parts, 5, 1, LeafRange.Any, [], []).Trees(1, CancellationToken.None));
    }

    internal static TreeModel Tree(int classes, int seed = 1)
    {
        var random = new Random(seed);
        float[] inputs = [.. Enumerable.Range(0, 300 * 5).Select(_ => random.Next(12) == 0 ? float.NaN : random.NextSingle())];
        float[] targets = [.. Enumerable.Range(0, 300).Select(row => classes == 0 ? random.NextSingle() : random.Next(classes))];
        Dataset dataset = DatasetFactory.Create(inputs, targets, [5], [.. Enumerable.Range(0, classes).Select(i => $"class {i}")]);
        var options = new TreeOptions { MinLeafSamples = 2, ClassWeights = classes > 0 ? [1, 0.3, 2] : [] };
        return (TreeModel)new TreeKind().Train(dataset, new TrainingRequest { Tree = options }, SilentMonitor.Instance);
    }

    private static ArchiveParts Write(IReadOnlyList<DecisionTree> trees)
    {
        var stream = new MemoryStream();
        using (var archive = new ArchiveWriter(stream))
        {
            new TreeWriter(trees).WriteTo(archive, CancellationToken.None);
            archive.Complete();
        }
        stream.Position = 0;
        return ArchiveReader.Read(stream, "test", Parts, CancellationToken.None);
    }

    private static long Sizes(ArchiveParts parts, string part)
    {
        SafetensorsFile file = SafetensorsFile.Parse(parts.Bytes(part));
        return file.Names.Sum(name => file.TryGet(name, out SafetensorsEntry entry, out _) ? entry.Bytes : 0);
    }

    private static ArchiveParts Change(ArchiveParts parts, string part, string tensor, Action<byte[]> change)
    {
        SafetensorsFile file = SafetensorsFile.Parse(parts.Bytes(part));
        var writer = new SafetensorsWriter();
        foreach (string name in file.Names)
        {
            file.TryGet(name, out SafetensorsEntry entry, out ReadOnlyMemory<byte> data);
            byte[] own = data.ToArray();
            if (name == tensor)
                change(own);
            writer.Add(name, entry, stream => stream.Write(own));
        }
        var content = new MemoryStream();
        writer.WriteTo(content);
        return parts with { Content = new Dictionary<string, byte[]>(parts.Content) { [part] = content.ToArray() } };
    }
}
