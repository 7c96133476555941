namespace PSModelPruning.Compute.Networks.Operators;

/// <summary>An operator that treats every element for itself: the output has the input's shape and its very channels.</summary>
internal abstract class ElementwiseOperator : Operator
{
    internal override long[] InferShape(Node node, IReadOnlyList<long[]> inputs) => inputs[0];

    internal override void RelateChannels(Node node, ChannelRelations relations) => relations.DeclareSame(node.Output, node.Inputs[0]);
}
