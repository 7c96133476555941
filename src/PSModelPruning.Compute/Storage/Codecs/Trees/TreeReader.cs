using System.Runtime.InteropServices;
using PSModelPruning.Compute.Models.Trees;
using PSModelPruning.Compute.Networks.Packing;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Storage.Archive;
using PSModelPruning.Compute.Storage.Tensors;

namespace PSModelPruning.Compute.Storage.Codecs.Trees;

/// <summary>
/// Reads trees from the safetensors parts of a model file; see <see cref="TreeTensors"/>. Nothing is believed: every array must have the
/// length that the nodes give it, every tree must be whole, and every number must be one that growing can give. No array is longer than
/// what lies in the file.
/// </summary>
internal sealed class TreeReader
{
    private readonly SafetensorsFile _weights;
    private readonly SafetensorsFile _rest;
    private readonly int _width;
    private readonly int _outputs;
    private readonly LeafRange _range;

    /// <param name="parts">The verified parts.</param>
    /// <param name="width">Inputs of the model.</param>
    /// <param name="outputs">Numbers that a node gives.</param>
    /// <param name="range">What a node may give.</param>
    /// <param name="ownWeights">Tensors of the model among those that predict, beside those of trees.</param>
    /// <param name="ownRest">Tensors of the model among the others.</param>
    internal TreeReader(
        ArchiveParts parts,
        int width,
        int outputs,
        LeafRange range,
        IReadOnlyList<string> ownWeights,
        IReadOnlyList<string> ownRest
    )
    {
        _weights = SafetensorsFile.Parse(parts.Bytes(PartNames.Weights));
        _rest = SafetensorsFile.Parse(parts.Bytes(TreeTensors.PartName));
        _width = width;
        _outputs = outputs;
        _range = range;
        CheckNames(_weights, [TreeTensors.Features, TreeTensors.Thresholds, TreeTensors.LeafValues, .. ownWeights], PartNames.Weights);
        string[] seeds = _rest.Names.Contains(TreeTensors.SampleSeeds) ? [TreeTensors.SampleSeeds] : [];
        CheckNames(_rest, [.. TreeTensors.Rest, .. seeds, .. ownRest], TreeTensors.PartName);
    }

    /// <summary>Numbers of the model that predict; all must be finite.</summary>
    internal float[] Weights(string name, long count)
    {
        float[] values = Tensor<float>(_weights, name, SafetensorsEntry.Float32, count);
        StoredNumbers.CheckFinite<float>(values, name, PartNames.Weights);
        return values;
    }

    /// <summary>Other numbers of the model; all must be finite, and not below the least that is possible.</summary>
    internal double[] Rest(string name, long count, double least = double.MinValue)
    {
        double[] values = Tensor<double>(_rest, name, SafetensorsEntry.Float64, count);
        StoredNumbers.Check(values, name, TreeTensors.PartName, least, double.MaxValue);
        return values;
    }

    /// <summary>Reads all trees.</summary>
    /// <param name="count">How many there must be.</param>
    /// <param name="cancellation">Looked at for every tree.</param>
    internal DecisionTree[] Trees(int count, CancellationToken cancellation)
    {
        int[] counts = Tensor<int>(_rest, TreeTensors.Nodes, SafetensorsEntry.Int32, count);
        long nodes = 0;
        foreach (int number in counts)
            nodes += number > 0 ? number : throw new ContentException("it has a tree without nodes.");
        var weights = new Cursor<double>(Rest(TreeTensors.NodeWeights, nodes, 0));
        var impurities = new Cursor<double>(Rest(TreeTensors.Impurities, nodes));
        BitReader leaves = Bits(TreeTensors.Leaves, nodes),
            missing = Bits(TreeTensors.MissingLeft, nodes);
        long leafCount = leaves.CountSet(),
            splits = nodes - leafCount;
        var features = new Cursor<int>(Tensor<int>(_weights, TreeTensors.Features, SafetensorsEntry.Int32, splits));
        var thresholds = new Cursor<float>(Tensor<float>(_weights, TreeTensors.Thresholds, SafetensorsEntry.Float32, splits));
        var leafValues = new Cursor<float>(Values(_weights, TreeTensors.LeafValues, PartNames.Weights, leafCount));
        var innerValues = new Cursor<float>(Values(_rest, TreeTensors.InnerValues, TreeTensors.PartName, splits));
        int[]? seeds = _rest.Names.Contains(TreeTensors.SampleSeeds)
            ? Tensor<int>(_rest, TreeTensors.SampleSeeds, SafetensorsEntry.Int32, count)
            : null;
        var trees = new DecisionTree[count];
        for (int t = 0; t < count; t++)
        {
            cancellation.ThrowIfCancellationRequested();
            int size = counts[t];
            var builder = new StoredTree(size, _outputs);
            for (int node = 0; node < size; node++)
            {
                bool leaf = leaves.Next(),
                    left = missing.Next();
                if (leaf)
                    builder.AddLeaf(leafValues.Take(_outputs), left);
                else
                    builder.AddSplit(Feature(features.Take(1)[0]), Threshold(thresholds.Take(1)[0]), left, innerValues.Take(_outputs));
            }
            trees[t] = builder.Build(weights.Take(size).ToArray(), impurities.Take(size).ToArray(), seeds?[t]);
            if (trees[t].Depth > DecisionTree.MostDepth)
                throw new ContentException(FormattableString.Invariant($"a tree is {trees[t].Depth:N0} splits deep."));
        }
        return trees;
    }

    private int Feature(int feature) =>
        feature >= 0 && feature < _width
            ? feature
            : throw new ContentException($"a split compares the input {feature}, which there is not.");

    private static float Threshold(float threshold) =>
        float.IsNaN(threshold)
            ? throw new ContentException("a split has no threshold: a number of the tensor 'thresholds' is NaN.")
            : threshold;

    private float[] Values(SafetensorsFile file, string name, string part, long rows)
    {
        float[] values = Tensor<float>(file, name, SafetensorsEntry.Float32, rows, _outputs);
        StoredNumbers.Check(values, name, part, _range.Least, _range.Greatest);
        if (_range.IsOfProbabilities)
            StoredNumbers.CheckSums(values, _outputs, name, part);
        return values;
    }

    private BitReader Bits(string name, long nodes)
    {
        byte[] bits = Tensor<byte>(_rest, name, SafetensorsEntry.UInt8, BitPacking.BitBytes(nodes));
        return BitPacking.IsTailClear(bits, nodes)
            ? new BitReader(bits)
            : throw new ContentException($"the bits of '{name}' reach beyond its end.");
    }

    private static T[] Tensor<T>(SafetensorsFile file, string name, string type, params long[] shape)
        where T : struct =>
        file.TryGet(name, out SafetensorsEntry entry, out ReadOnlyMemory<byte> data)
        && entry.Type == type
        && entry.Shape.SequenceEqual(shape)
            ? MemoryMarshal.Cast<byte, T>(data.Span).ToArray()
            : throw new ContentException($"the tensor '{name}' does not have the type or shape that its trees need.");

    private static void CheckNames(SafetensorsFile file, IEnumerable<string> expected, string part)
    {
        if (!file.Names.ToHashSet(StringComparer.Ordinal).SetEquals(expected))
            throw new ContentException($"the tensors of '{part}' are not those of a model of trees.");
    }

    private sealed class Cursor<T>(T[] values)
    {
        private int _next;

        internal ReadOnlySpan<T> Take(int count)
        {
            _next += count;
            return values.AsSpan(_next - count, count);
        }
    }

    private sealed class BitReader(byte[] bits)
    {
        private long _next;

        internal bool Next()
        {
            bool bit = (bits[_next >> 3] >> (int)(_next & 7) & 1) != 0;
            _next++;
            return bit;
        }

        internal long CountSet() => BitPacking.CountBits(bits);
    }
}
