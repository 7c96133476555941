using PSModelPruning.Compute.Storage.Onnx.Documents;
using PSModelPruning.Compute.Storage.Onnx.Values;

namespace PSModelPruning.Compute.Storage.Onnx.Operators;

/// <summary>An operator that changes the form of a value and not what it says.</summary>
internal abstract class PassingOperator : OnnxOperator
{
    internal sealed override void Read(OnnxNode node, OnnxScope scope)
    {
        OnnxValue value = scope.Input(node, 0);
        if (value is OnnxColumns && !PassesColumns(node, scope))
            throw scope.Unsupported(node, $"changes the form of the input rows.");
        scope.Output(node, 0, value);
    }

    /// <summary>Whether columns stay columns.</summary>
    private protected virtual bool PassesColumns(OnnxNode node, OnnxScope scope) => false;
}

/// <summary>The same value under another name.</summary>
internal sealed class IdentityOperator : PassingOperator
{
    internal override string Type => "Identity";

    internal override string Description => "Anywhere";

    private protected override bool PassesColumns(OnnxNode node, OnnxScope scope) => true;
}

/// <summary>Another shape of scores or labels.</summary>
internal sealed class ReshapeOperator : PassingOperator
{
    internal override string Type => "Reshape";

    internal override string Description => "On scores and labels";
}

/// <summary>Rows whose axes but the first are one.</summary>
internal sealed class FlattenOperator : PassingOperator
{
    internal override string Type => "Flatten";

    internal override string Description => "On columns, scores and labels, with axis 1";

    private protected override bool PassesColumns(OnnxNode node, OnnxScope scope) => node.Integer("axis", 1) is 1 or -1;
}

/// <summary>Scores or labels without an axis of 1.</summary>
internal sealed class SqueezeOperator : PassingOperator
{
    internal override string Type => "Squeeze";

    internal override string Description => "On scores and labels";
}
