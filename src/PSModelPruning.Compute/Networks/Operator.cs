using static TorchSharp.torch;

namespace PSModelPruning.Compute.Networks;

/// <summary>
/// One operator of the ONNX vocabulary, which knows everything about itself: how to compute its output, the output's shape, what it costs,
/// how the channels of its inputs and parameters relate to those of its output, how its weights start, and what part it plays in a network.
/// Stateless; listed in <see cref="OperatorCatalog"/>.
/// </summary>
internal abstract partial class Operator
{
    /// <summary>The ONNX name: <c>Conv</c>, <c>Gemm</c> …</summary>
    internal abstract string Type { get; }

    /// <summary>Computes the output. Differentiable with respect to all tensors that require a gradient.</summary>
    /// <param name="node">The node.</param>
    /// <param name="inputs">Its inputs in order; null for an optional input that is left out. Activations have the batch first.</param>
    /// <param name="context">Training or inference, and the random numbers of the step.</param>
    internal abstract Tensor Execute(Node node, Tensor?[] inputs, in RunContext context);

    /// <summary>Computes all outputs of a node that has several, in order; null for one that is left out.</summary>
    internal virtual IReadOnlyList<Tensor?> ExecuteAll(Node node, Tensor?[] inputs, in RunContext context) =>
        [Execute(node, inputs, context)];

    /// <summary>Computes the output for inference and may write it over the first input, which nothing reads afterwards.</summary>
    internal virtual Tensor ExecuteInPlace(Node node, Tensor?[] inputs) => Execute(node, inputs, RunContext.Inference);

    /// <summary>True where the output is the input itself, unless the network is in training.</summary>
    internal virtual bool IsIdentityInInference => false;

    /// <summary>True where the output can be a view of the input's memory.</summary>
    internal virtual bool SharesMemory => false;

    /// <summary>The output's shape, batch dimension included (as the input has it).</summary>
    /// <param name="node">The node.</param>
    /// <param name="inputs">The shapes of its inputs in order (empty for one that is left out); parameters with their own shapes.</param>
    /// <exception cref="ComputeException"><c>ShapeMismatch</c>: the shapes do not fit; the message names the node and both
    /// shapes.</exception>
    internal abstract long[] InferShape(Node node, IReadOnlyList<long[]> inputs);

    /// <summary>
    /// What the numbers of a parameter must be for the operator to compute with it; null where every finite number will do.
    /// </summary>
    /// <param name="input">Which input the parameter is.</param>
    internal virtual (float Least, float Greatest)? RangeOf(int input) => null;

    /// <summary>The shapes of all outputs of a node, in order.</summary>
    /// <exception cref="ComputeException"><c>ShapeMismatch</c>: the node has more outputs than the operator gives.</exception>
    internal virtual IReadOnlyList<long[]> InferShapes(Node node, IReadOnlyList<long[]> inputs) =>
        node.Outputs.Count == 1
            ? [InferShape(node, inputs)]
            : throw NetworkErrors.ShapeMismatch(node, $"it gives one value, not {node.Outputs.Count}.");

    /// <summary>
    /// The shapes of the outputs like <see cref="InferShapes"/>, for nodes that come from outside: inputs that are missing or have too few
    /// axes and sizes that are too large end in the same error.
    /// </summary>
    /// <exception cref="ComputeException"><c>ShapeMismatch</c>, or <c>AttributeInvalid</c>.</exception>
    internal IReadOnlyList<long[]> ShapesOf(Node node, IReadOnlyList<long[]> inputs)
    {
        try
        {
            return InferShapes(node, inputs);
        }
        catch (Exception e) when (e is IndexOutOfRangeException or ArgumentException or OverflowException or DivideByZeroException)
        {
            throw NetworkErrors.ShapeMismatch(
                node,
                $"inputs of the shapes {string.Join(", ", inputs.Select(shape => $"[{string.Join(", ", shape)}]"))} are not those that it "
                    + "takes."
            );
        }
    }

    /// <summary>True where it takes numbers of any type, all of the same; others take floating-point numbers alone.</summary>
    internal virtual bool TakesAnyType => false;

    /// <summary>The type of the numbers of an output.</summary>
    /// <param name="node">The node.</param>
    /// <param name="inputs">The types of its inputs in order; null for one that is left out.</param>
    /// <param name="output">Which output.</param>
    /// <exception cref="ComputeException"><c>TypeMismatch</c>: the operator does not take such numbers.</exception>
    internal virtual ScalarType InferType(Node node, IReadOnlyList<ScalarType?> inputs, int output)
    {
        ScalarType type = inputs[0] ?? ScalarType.Float32;
        if (!TakesAnyType && !ElementTypes.IsReal(type))
            throw NetworkErrors.TypeMismatch(node, $"it takes floating-point numbers, but {ElementTypes.Name(type)} arrives.");
        if (inputs.FirstOrDefault(input => input is { } other && other != type) is { } odd)
            throw NetworkErrors.TypeMismatch(
                node,
                $"its inputs must be of one type, but are {ElementTypes.Name(type)} and {ElementTypes.Name(odd)}; put Cast before one."
            );
        return type;
    }

    /// <summary>Multiply-accumulates for one row; 0 for operators that have none worth counting.</summary>
    internal virtual long MultiplyAccumulates(Node node, IReadOnlyList<long[]> inputs, long[] output) => 0;

    /// <summary>Numbers that computing the output holds for one row beside inputs and output; 0 where that is not worth counting.</summary>
    internal virtual long WorkingElements(Node node, IReadOnlyList<long[]> inputs) => 0;

    /// <summary>The index of the input that is a weight whose elements may be pruned, or -1; of several weights the first.</summary>
    internal virtual int PrunableInput => -1;

    /// <summary>
    /// The weights whose elements may be pruned, each with how it multiplies what arrives; none, one, or (in recurrent layers) two.
    /// </summary>
    internal virtual IReadOnlyList<WeightMatrix> Matrices =>
        this is IMatrixOperator matrix && PrunableInput >= 0 ? [new WeightMatrix(PrunableInput, matrix)] : [];

    /// <summary>
    /// The names of the weights of a node whose elements may be pruned; also names that a file puts in their place and that are none.
    /// </summary>
    internal IEnumerable<string> PrunableNames(Node node) =>
        Matrices.Where(matrix => matrix.Input < node.Inputs.Count).Select(matrix => node.Inputs[matrix.Input]);

    /// <summary>How a weight of a node multiplies; null for a parameter that is none.</summary>
    internal IMatrixOperator? MatrixOf(Node node, string weight) =>
        Matrices.FirstOrDefault(matrix => matrix.Input < node.Inputs.Count && node.Inputs[matrix.Input] == weight)?.Operator;

    /// <summary>States how channels relate; see <see cref="ChannelRelations"/>.</summary>
    internal abstract void RelateChannels(Node node, ChannelRelations relations);

    /// <summary>
    /// The node after channels were removed, where an attribute depends on channel counts (groups of a Conv, a Reshape's sizes);
    /// the parameters were already shrunk.
    /// </summary>
    /// <param name="node">The node as it was.</param>
    /// <param name="removal">How many channels each value and parameter has left.</param>
    internal virtual Node AfterRemoval(Node node, ChannelRemoval removal) => node;
}
