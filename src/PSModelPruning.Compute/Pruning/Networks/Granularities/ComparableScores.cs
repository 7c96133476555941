using PSModelPruning.Compute.Pruning.Networks.Criteria;
using PSModelPruning.Compute.Runtime;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Pruning.Networks.Granularities;

/// <summary>
/// Puts the element scores of criteria that compare within a layer or an output only on a scale that all share: their rank among those, 0
/// to below 1.
/// </summary>
internal sealed class ComparableScores
{
    private readonly MatrixLayers _layers;
    private readonly ScoreComparison _comparison;

    internal ComparableScores(MatrixLayers layers, ScoreComparison comparison)
    {
        _layers = layers;
        _comparison = comparison;
    }

    /// <summary>The scores to compare: as they are, or the fraction of the layer's or output's scores that is lower.</summary>
    /// <param name="weight">The weight's name.</param>
    /// <param name="scores">Scores of the weight's shape, without NaN.</param>
    internal Tensor Of(string weight, Tensor scores)
    {
        switch (_comparison)
        {
            case ScoreComparison.Layer:
                return Ranks(scores.flatten()).reshape(scores.shape);
            case ScoreComparison.Output:
                MatrixUse use = _layers[weight][0];
                return use.ToWeight(Ranks(use.ToMatrix(scores)), scores.shape);
            default:
                return scores;
        }
    }

    /// <summary>The place of each score in its last axis, divided by the length of the axis; float64.</summary>
    private static Tensor Ranks(Tensor scores) => scores.argsort(-1).argsort(-1).to_type(ScalarType.Float64).Over(scores.size(-1));
}
