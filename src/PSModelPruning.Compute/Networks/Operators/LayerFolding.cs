using PSModelPruning.Compute.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Networks.Operators;

/// <summary>
/// Takes factors and terms of output channels into weights and biases: s (Wx + b) + t = (sW) x + (sb + t), output by output (Jacob et al.
/// 2018, section 3.2). Zeros of a weight stay zeros, so masks stay valid.
/// </summary>
internal static class LayerFolding
{
    /// <summary>Folds into a layer with a weight (input 1) and an optional bias (input 2), which it gains where it has none.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="folding">The parameters of the graph.</param>
    /// <param name="scale">The factors.</param>
    /// <param name="shift">The terms.</param>
    /// <param name="axis">The axis of the weight whose entries make one output each.</param>
    internal static FoldedNode? IntoWeightAndBias(Node layer, IAffineFolding folding, Tensor scale, Tensor shift, int axis)
    {
        if (folding.Value(layer.Inputs[1]) is not { } weight)
            return null;
        string biasName = layer.Inputs.Count > 2 ? layer.Inputs[2] : "";
        if (biasName.Length > 0 && folding.Value(biasName) is null)
            return null;
        Tensor bias = shift;
        NodeAttributes attributes = layer.Attributes;
        if (biasName.Length > 0)
        {
            Tensor own = folding.Value(biasName)!.to_type(ScalarType.Float64);
            using Scalar beta = attributes.Number("beta", 1).ToScalar();
            bias = shift.Plus(own.mul(beta) * scale);
        }
        if (attributes.Has("beta"))
            attributes = attributes.With("beta", 1.0);
        return new FoldedNode(
            layer with
            {
                Inputs =
                [
                    layer.Inputs[0],
                    folding.Change(layer, layer.Inputs[1], "weight", Scaled(weight, scale, axis)),
                    folding.Change(layer, biasName, "bias", bias),
                ],
                Attributes = attributes,
            },
            null
        );
    }

    /// <summary>The weight with every entry of an axis multiplied by its factor, in float64.</summary>
    internal static Tensor Scaled(Tensor weight, Tensor scale, int axis)
    {
        long[] shape = [.. Enumerable.Repeat(1L, (int)weight.dim())];
        shape[axis] = -1;
        return weight.to_type(ScalarType.Float64) * scale.reshape(shape);
    }
}
