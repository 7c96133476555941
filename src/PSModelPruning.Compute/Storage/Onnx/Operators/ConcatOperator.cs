using PSModelPruning.Compute.Storage.Onnx.Documents;
using PSModelPruning.Compute.Storage.Onnx.Values;

namespace PSModelPruning.Compute.Storage.Onnx.Operators;

/// <summary>Columns side by side.</summary>
internal sealed class ConcatOperator : OnnxOperator
{
    internal override string Type => "Concat";

    internal override string Description => "Columns side by side";

    internal override void Read(OnnxNode node, OnnxScope scope)
    {
        if (node.Integer("axis", 1) is not (1 or -1))
            throw scope.Unsupported(node, $"joins rows, and only columns can be joined here.");
        scope.Output(node, 0, new OnnxColumns([.. Enumerable.Range(0, node.Inputs.Count).SelectMany(i => scope.Columns(node, i))]));
    }
}

/// <summary>Columns side by side, from tensors that tell how many each has.</summary>
internal sealed class FeatureVectorizerOperator : OnnxOperator
{
    internal override string Type => "FeatureVectorizer";

    internal override string Domain => OnnxDomain.MachineLearning;

    internal override string Description => "Columns side by side";

    internal override void Read(OnnxNode node, OnnxScope scope)
    {
        IReadOnlyList<long> sizes = node.Integers("inputdimensions");
        var columns = new List<OnnxColumn>();
        for (int i = 0; i < node.Inputs.Count; i++)
        {
            IReadOnlyList<OnnxColumn> own = scope.Columns(node, i);
            if (i < sizes.Count && sizes[i] != own.Count)
                throw scope.Corrupt(node, $"takes {sizes[i]:N0} columns of an input that has {own.Count:N0}.");
            columns.AddRange(own);
        }
        scope.Output(node, 0, new OnnxColumns(columns));
    }
}
