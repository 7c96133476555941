using static TorchSharp.torch;

namespace PSModelPruning.Compute.Networks.Operators;

/// <summary>An operator whose nodes may have several outputs.</summary>
internal abstract class MultiOutputOperator : Operator
{
    internal abstract override IReadOnlyList<Tensor?> ExecuteAll(Node node, Tensor?[] inputs, in RunContext context);

    internal abstract override IReadOnlyList<long[]> InferShapes(Node node, IReadOnlyList<long[]> inputs);

    internal sealed override Tensor Execute(Node node, Tensor?[] inputs, in RunContext context) => ExecuteAll(node, inputs, context)[0]!;

    internal sealed override long[] InferShape(Node node, IReadOnlyList<long[]> inputs) => InferShapes(node, inputs)[0];
}
