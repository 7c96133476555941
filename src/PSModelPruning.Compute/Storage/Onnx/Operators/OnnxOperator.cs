using PSModelPruning.Compute.Storage.Onnx.Documents;

namespace PSModelPruning.Compute.Storage.Onnx.Operators;

/// <summary>
/// What an operator of ONNX means for a tree ensemble or a linear model: it prepares columns, makes scores, or passes them on. One class an
/// operator; listed in <see cref="OnnxOperatorCatalog"/>.
/// </summary>
internal abstract class OnnxOperator
{
    /// <summary>The operator's name.</summary>
    internal abstract string Type { get; }

    /// <summary>Its domain.</summary>
    internal virtual string Domain => OnnxDomain.Standard;

    /// <summary>What is read of it, for documentation.</summary>
    internal abstract string Description { get; }

    /// <summary>Gives the node's outputs their values.</summary>
    /// <exception cref="ComputeException">The node makes no sense, or does what no model here can.</exception>
    internal abstract void Read(OnnxNode node, OnnxScope scope);

    /// <summary>How many columns a node tells that its input has; 0 where it does not.</summary>
    internal virtual long Columns(OnnxNode node) => 0;
}
