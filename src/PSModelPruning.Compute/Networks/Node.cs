namespace PSModelPruning.Compute.Networks;

/// <summary>One operation of a graph: an operator of the ONNX vocabulary, applied to named values.</summary>
/// <param name="Name">Unique in the graph; layers are named as a user would: <c>conv1</c>, <c>fc2</c>.</param>
/// <param name="OperatorType">The ONNX operator: <c>Conv</c>, <c>Gemm</c>, <c>Relu</c> …</param>
/// <param name="Inputs">Names of activations and parameters, in the operator's order; "" leaves out an optional input.</param>
/// <param name="Output">The name of the value that it gives.</param>
/// <param name="Attributes">The operator's attributes.</param>
internal sealed record Node(string Name, string OperatorType, IReadOnlyList<string> Inputs, string Output, NodeAttributes Attributes);
