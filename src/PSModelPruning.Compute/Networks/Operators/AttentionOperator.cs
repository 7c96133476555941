using TorchSharp;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Networks.Operators;

/// <summary>
/// Multi-head scaled dot-product attention (Vaswani et al. 2017), ONNX's Attention of opset 23 in its form with three axes: Q, K <c>[rows,
/// steps, heads · size]</c> and V
/// <c>[rows, steps, heads · size of V]</c> give softmax(scale · Q Kᵀ) V head by head, <c>[rows, steps, heads · size of V]</c>. Attributes:
/// <c>q_num_heads</c> and <c>kv_num_heads</c> (equal here),
/// <c>scale</c> (1 / √size), <c>is_causal</c>. The projections before and after it are MatMul nodes.
/// </summary>
/// <remarks>
/// The channels of a head in Q, K, V and the output can only go together. A head without weights gives zeros, so a head set to zero is the
/// same as one removed.
/// </remarks>
internal sealed class AttentionOperator : Operator
{
    private const string QueryHeads = "q_num_heads",
        KeyHeads = "kv_num_heads";

    internal override string Type => "Attention";

    internal override Tensor Execute(Node node, Tensor?[] inputs, in RunContext context)
    {
        using DisposeScope scope = NewDisposeScope();
        long heads = node.Attributes.Integer(QueryHeads, 1);
        Tensor[] parts = [.. inputs.Take(3).Select(input => input!.reshape(input.size(0), input.size(1), heads, -1).transpose(1, 2))];
        double usual = 1 / Math.Sqrt(parts[0].size(3)),
            scale = node.Attributes.Number("scale", usual);
        if (scale != usual)
        {
            using Scalar factor = (scale / usual).ToScalar();
            parts[0] = parts[0].mul(factor);
        }
        Tensor output = nn.functional.scaled_dot_product_attention(
            parts[0],
            parts[1],
            parts[2],
            is_casual: node.Attributes.Integer("is_causal", 0) != 0
        );
        return output.transpose(1, 2).flatten(2).MoveToOuterDisposeScope();
    }

    internal override long[] InferShape(Node node, IReadOnlyList<long[]> inputs)
    {
        long[] q = inputs[0],
            k = inputs[1],
            v = inputs[2];
        long heads = node.Attributes.Integer(QueryHeads, 0);
        if (
            heads < 1
            || node.Attributes.Integer(KeyHeads, heads) != heads
            || node.Inputs.Skip(3).Any(name => name.Length > 0)
            || node.Attributes.Number("softcap", 0) != 0
        )
            throw NetworkErrors.ShapeMismatch(
                node,
                "the same number of heads is needed for queries and keys, and masks, caches and softcap are not known here."
            );
        if (
            new[] { q, k, v }.Any(shape => shape.Length != 3 || shape[0] != q[0] || shape[2] < heads || shape[2] % heads != 0)
            || q[2] != k[2]
            || k[1] != v[1]
        )
            throw NetworkErrors.ShapeMismatch(
                node,
                $"{Axes.Row(q)}, {Axes.Row(k)} and {Axes.Row(v)} are not queries, keys and values [steps, {heads} heads x size]."
            );
        return [q[0], q[1], v[2]];
    }

    internal override long MultiplyAccumulates(Node node, IReadOnlyList<long[]> inputs, long[] output) =>
        inputs[0][1] * inputs[1][1] * (inputs[0][2] + inputs[2][2]);

    internal override long WorkingElements(Node node, IReadOnlyList<long[]> inputs) =>
        2 * node.Attributes.Integer(QueryHeads, 1) * inputs[0][1] * inputs[1][1];

    internal override void RelateChannels(Node node, ChannelRelations relations)
    {
        int heads = (int)node.Attributes.Integer(QueryHeads, 1);
        ChannelSpace output = relations.Declare(node.Output, 2);
        int outputSize = output.Count / heads;
        foreach (string input in node.Inputs.Take(3))
        {
            ChannelSpace channels = relations.Value(input);
            if (channels.Axis != 2)
            {
                string reason = $"{node.Name} reads them along another axis";
                relations.Fix(channels, reason);
                relations.Fix(output, reason);
                continue;
            }
            int size = channels.Count / heads;
            for (int channel = 0; channel < channels.Count; channel++)
                relations.Couple(output.First + channel / size * outputSize, channels.First + channel);
        }
        for (int channel = 0; channel < output.Count; channel++)
            relations.Couple(output.First + channel / outputSize * outputSize, output.First + channel);
    }

    internal override Node AfterRemoval(Node node, ChannelRemoval removal)
    {
        long heads = node.Attributes.Integer(QueryHeads, 1);
        long kept = removal.KeptChannels(node.Output).Length * heads / removal.ShapeBefore(node.Output)[2];
        return node with { Attributes = node.Attributes.With(QueryHeads, kept).With(KeyHeads, kept) };
    }

    internal override bool HasHeads => true;

    internal override int ChannelAxis(Node node, int inputAxis, int rank) => rank - 1;
}
