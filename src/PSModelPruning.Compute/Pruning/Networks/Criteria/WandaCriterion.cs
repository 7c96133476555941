using PSModelPruning.Compute.Runtime;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Pruning.Networks.Criteria;

/// <summary>
/// Small weights on weak inputs go: |W_ij|·‖X_j‖₂, with X_j what arrives at input j over all calibration rows (and positions, for a
/// convolution), compared among the weights of the same output: every output of a layer loses the same fraction. No gradient, no update.
/// </summary>
/// <remarks>
/// Sun, Liu, Bair, Kolter: "A Simple and Effective Pruning Approach for Large Language Models", 2024, equation 1 and section 3.
/// </remarks>
internal sealed class WandaCriterion : PruningCriterion
{
    internal override string Name => "Wanda";

    internal override string Description =>
        "Removes small weights of weak inputs, the same fraction of each output: |w| times the norm of its input (Sun et al. 2024)";

    internal override bool NeedsData => true;

    internal override ScoreComparison Comparison => ScoreComparison.Output;

    internal override Dictionary<string, Tensor> ScoreElements(CriterionContext context, IReadOnlyCollection<string> parameters)
    {
        using IDisposable withoutGradient = no_grad();
        var layers = new MatrixLayers(context.Graph, parameters);
        var squares = new Dictionary<string, Tensor>();
        layers.EachBatch(context.Graph, context.Rows!, context.Monitor.Cancellation, (use, inputs, _) =>
        {
            Tensor rows = use.Rows(inputs);
            Tensor sum = rows.Squared().sum([1, 2], type: ScalarType.Float64);
            if (squares.TryGetValue(use.Weight, out Tensor? soFar))
                soFar.Increase(sum);
            else
                squares.Add(use.Weight, sum.MoveToOuterDisposeScope());
        });
        return parameters.ToDictionary(
            name => name,
            name =>
            {
                Tensor weight = context.Graph.Parameters[name].Value.detach().abs();
                MatrixUse use = layers[name][0];
                return use.ToWeight(use.ToMatrix(weight) * squares[name].sqrt().unsqueeze(1).to_type(ScalarType.Float32), weight.shape);
            }
        );
    }
}
