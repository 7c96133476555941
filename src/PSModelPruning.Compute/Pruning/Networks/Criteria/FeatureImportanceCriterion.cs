using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Runtime;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Pruning.Networks.Criteria;

/// <summary>
/// Weights go that carry little of what the input features matter. An input has the importance of its feature, s⁰; a layer hands on s^l =
/// |W^l| s^(l−1), so that a unit has what arrives from all the features that feed it. A weight scores |w_ji| · s_i, with s divided by its
/// mean in the layer, so that layers are on the scale of their weights; a unit the sum over the weights that make it, Σ_i |w_ji| · s_i. At
/// every step of a schedule anew, with the importance of the features as the whole network has it.
/// </summary>
/// <remarks>
/// The propagation is that of Yu et al., "NISP: Pruning Networks using Neuron Importance Score Propagation", 2018, theorem 1 (s^(l−1) =
/// |W^l|ᵀ s^l), turned round: theirs starts at the final responses and goes back, this one starts at the input features and goes forward.
/// As there activation functions and normalizations of rows pass importance on as it is; a BatchNormalization multiplies it by |γ|/σ,
/// pooling averages or takes the greatest, residual connections add, and of a convolution every place of its window counts.
/// </remarks>
internal sealed class FeatureImportanceCriterion : PruningCriterion
{
    internal override string Name => PruningMethodCatalog.FeatureImportance;

    internal override string Description =>
        "With a granularity: removes weights and units that carry little of the importance of the input features, |w| times the "
        + "importance that arrives (after NISP, Yu et al. 2018)";

    internal override bool NeedsData => true;

    internal override IReadOnlyList<string> Reads => [nameof(PruningOptions.Scorer)];

    /// <summary>Where a table or gates lie in its way, importance arrives nowhere.</summary>
    internal override IReadOnlyDictionary<string, string> UnfitLayers(Graph graph) =>
        (graph.DerivativeEnd() ?? LinearFlow.Gate(graph)) is { } obstacle
            ? LayerNames
                .Prunable(graph)
                .Distinct()
                .ToDictionary(layer => layer, _ => $"importance cannot flow through {obstacle.Name} ({obstacle.OperatorType})")
            : new Dictionary<string, string>();

    internal override Dictionary<string, Tensor> ScoreElements(CriterionContext context, IReadOnlyCollection<string> parameters)
    {
        context.Monitor.Cancellation.ThrowIfCancellationRequested();
        using IDisposable withoutGradient = no_grad();
        using Graph linear = LinearFlow.Of(context.Graph);
        var layers = new MatrixLayers(linear, parameters);
        Dictionary<string, Tensor> arrivals = Arrivals(linear, layers, context.Importance!.OfInputs(context.Monitor));
        return parameters.ToDictionary(
            name => name,
            name =>
            {
                Tensor arrives = arrivals[name];
                MatrixUse use = layers[name][0];
                Tensor weight = context.Graph.Parameters[name].Value.detach().abs().to_type(ScalarType.Float64);
                Tensor mean = arrives.mean().AtLeast(double.Epsilon);
                return use.ToWeight(use.ToMatrix(weight) * (arrives / mean).unsqueeze(1), weight.shape).to_type(ScalarType.Float32);
            }
        );
    }

    internal override Tensor ScoreUnits(CriterionContext context, UnitIndex units) =>
        units.SumMakers(ScoreElements(context, units.Weights));

    /// <summary>
    /// What arrives at the inputs of every weight, summed over the places where it is used: <c>[groups, in]</c>, float64.
    /// </summary>
    private static Dictionary<string, Tensor> Arrivals(Graph linear, MatrixLayers layers, double[] importance)
    {
        var arrivals = new Dictionary<string, Tensor>();
        Tensor input = tensor(importance, [1, .. linear.InputShape.Select(size => (long)size)]);
        new GraphRunner(linear).Run(
            input,
            RunContext.Inference,
            layers.Show(
                (use, inputs, _) =>
                {
                    Tensor arrives = use.Rows(inputs).sum([1, 2]);
                    arrivals[use.Weight] = arrivals.TryGetValue(use.Weight, out Tensor? soFar) ? soFar.Plus(arrives) : arrives;
                }
            )
        );
        return arrivals;
    }
}
