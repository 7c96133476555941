namespace PSModelPruning.Compute.Networks;

/// <summary>One operation of a graph: an operator of the ONNX vocabulary, applied to named values.</summary>
/// <param name="Name">Unique in the graph; layers are named as a user would: <c>conv1</c>, <c>fc2</c>.</param>
/// <param name="Operator">What it computes.</param>
/// <param name="Inputs">Names of activations and parameters, in the operator's order; "" leaves out an optional input.</param>
/// <param name="Outputs">The names of the values that it gives, in the operator's order; "" leaves out an optional output.</param>
/// <param name="Attributes">The operator's attributes.</param>
internal sealed record Node(
    string Name,
    Operator Operator,
    IReadOnlyList<string> Inputs,
    IReadOnlyList<string> Outputs,
    NodeAttributes Attributes
)
{
    /// <summary>A node with one output, by the name of its operator.</summary>
    /// <exception cref="ComputeException"><c>OperatorUnknown</c>.</exception>
    internal Node(string name, string operatorType, IReadOnlyList<string> inputs, string output, NodeAttributes attributes)
        : this(name, OperatorCatalog.Get(operatorType), inputs, [output], attributes) { }

    /// <summary>The ONNX name of the operator: <c>Conv</c>, <c>Gemm</c>, <c>Relu</c> … For people and files; decisions ask the
    /// operator.</summary>
    internal string OperatorType => Operator.Type;

    /// <summary>The first value that it gives; the only one of most operators.</summary>
    internal string Output
    {
        get
        {
            foreach (string output in Outputs)
            {
                if (output.Length > 0)
                    return output;
            }
            return "";
        }
    }
}
