using System.IO.Compression;
using System.Runtime.InteropServices;
using PSModelPruning.Compute.Models.Trees;
using PSModelPruning.Compute.Networks.Packing;
using PSModelPruning.Compute.Storage.Archive;
using PSModelPruning.Compute.Storage.Tensors;

namespace PSModelPruning.Compute.Storage.Codecs.Trees;

/// <summary>Writes trees into the safetensors parts of a model file; see <see cref="TreeTensors"/>.</summary>
/// <param name="trees">The trees, all with as many outputs.</param>
internal sealed class TreeWriter(IReadOnlyList<DecisionTree> trees)
{
    private readonly SafetensorsWriter _weights = new();
    private readonly SafetensorsWriter _rest = new();

    /// <summary>Adds numbers of the model that predict and are not a tree's.</summary>
    internal void AddWeights(string name, float[] values) =>
        _weights.Add(name, SafetensorsEntry.Of(SafetensorsEntry.Float32, values.Length), stream =>
            stream.Write(MemoryMarshal.AsBytes<float>(values))
        );

    /// <summary>Adds other numbers of the model.</summary>
    internal void AddRest(string name, double[] values) =>
        _rest.Add(name, SafetensorsEntry.Of(SafetensorsEntry.Float64, values.Length), stream =>
            stream.Write(MemoryMarshal.AsBytes<double>(values))
        );

    /// <summary>Writes both parts. Numbers that predict are not compressed; the others are.</summary>
    internal void WriteTo(ArchiveWriter archive, CancellationToken cancellation)
    {
        long nodes = trees.Sum(tree => (long)tree.NodeCount),
            leaves = trees.Sum(tree => (long)tree.LeafCount),
            splits = nodes - leaves;
        int outputs = trees[0].OutputCount;
        Add<int>(
            _weights,
            TreeTensors.Features,
            SafetensorsEntry.Of(SafetensorsEntry.Int32, splits),
            OfSplits(tree => tree.Features),
            cancellation
        );
        Add<float>(
            _weights,
            TreeTensors.Thresholds,
            SafetensorsEntry.Of(SafetensorsEntry.Float32, splits),
            OfSplits(tree => tree.Thresholds),
            cancellation
        );
        Add<float>(
            _weights,
            TreeTensors.LeafValues,
            SafetensorsEntry.Of(SafetensorsEntry.Float32, leaves, outputs),
            tree => Values(tree, ofLeaves: true),
            cancellation
        );
        int[] counts = [.. trees.Select(tree => tree.NodeCount)];
        _rest.Add(TreeTensors.Nodes, SafetensorsEntry.Of(SafetensorsEntry.Int32, trees.Count), stream =>
            stream.Write(MemoryMarshal.AsBytes<int>(counts))
        );
        AddBits(TreeTensors.Leaves, nodes, (tree, node) => tree.Features[node] == DecisionTree.Leaf);
        AddBits(TreeTensors.MissingLeft, nodes, (tree, node) => tree.MissingLeft[node]);
        Add<float>(
            _rest,
            TreeTensors.InnerValues,
            SafetensorsEntry.Of(SafetensorsEntry.Float32, splits, outputs),
            tree => Values(tree, ofLeaves: false),
            cancellation
        );
        Add<double>(
            _rest,
            TreeTensors.NodeWeights,
            SafetensorsEntry.Of(SafetensorsEntry.Float64, nodes),
            tree => tree.Weights,
            cancellation
        );
        Add<double>(
            _rest,
            TreeTensors.Impurities,
            SafetensorsEntry.Of(SafetensorsEntry.Float64, nodes),
            tree => tree.Impurities,
            cancellation
        );
        if (trees.All(tree => tree.SampleSeed is not null))
        {
            int[] seeds = [.. trees.Select(tree => tree.SampleSeed!.Value)];
            _rest.Add(TreeTensors.SampleSeeds, SafetensorsEntry.Of(SafetensorsEntry.Int32, trees.Count), stream =>
                stream.Write(MemoryMarshal.AsBytes<int>(seeds))
            );
        }
        archive.Add(PartNames.Weights, CompressionLevel.NoCompression, _weights.WriteTo);
        archive.Add(TreeTensors.PartName, CompressionLevel.Optimal, _rest.WriteTo);
    }

    /// <summary>Adds a tensor that is made tree by tree when it is written.</summary>
    private void Add<T>(
        SafetensorsWriter writer,
        string name,
        SafetensorsEntry entry,
        Func<DecisionTree, T[]> ofTree,
        CancellationToken cancellation
    )
        where T : struct => writer.Add(name, entry, stream =>
        {
            foreach (DecisionTree tree in trees)
            {
                cancellation.ThrowIfCancellationRequested();
                stream.Write(MemoryMarshal.AsBytes<T>(ofTree(tree)));
            }
        });

    private void AddBits(string name, long nodes, Func<DecisionTree, int, bool> isSet)
    {
        byte[] bits = new byte[BitPacking.BitBytes(nodes)];
        long place = 0;
        foreach (DecisionTree tree in trees)
        {
            for (int node = 0; node < tree.NodeCount; node++, place++)
            {
                if (isSet(tree, node))
                    bits[place >> 3] |= (byte)(1 << (int)(place & 7));
            }
        }
        _rest.Add(name, SafetensorsEntry.Of(SafetensorsEntry.UInt8, bits.Length), stream => stream.Write(bits));
    }

    private static Func<DecisionTree, T[]> OfSplits<T>(Func<DecisionTree, T[]> array) =>
        tree => [.. array(tree).Where((_, node) => tree.Features[node] != DecisionTree.Leaf)];

    private static float[] Values(DecisionTree tree, bool ofLeaves)
    {
        var values = new float[(ofLeaves ? tree.LeafCount : tree.NodeCount - tree.LeafCount) * tree.OutputCount];
        for (int node = 0, next = 0; node < tree.NodeCount; node++)
        {
            if (tree.Features[node] == DecisionTree.Leaf != ofLeaves)
                continue;
            tree.Value(node).CopyTo(values.AsSpan(next));
            next += tree.OutputCount;
        }
        return values;
    }
}
