using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Runtime;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Pruning.Networks.Criteria;

/// <summary>
/// Weights on weak paths go: w·∂R/∂w with R = 1ᵀ (Π_l |W_l|) 1, what arrives at the outputs when ones enter the network with the sizes of
/// its weights, divided by R. What enters a unit equals what leaves it, so no layer empties; a step scores anew 100 times while the density
/// falls geometrically. Needs no data.
/// </summary>
/// <remarks>
/// Tanaka, Kunin, Yamins, Ganguli: "Pruning neural networks without any data by iteratively conserving synaptic flow", 2020, equation 4 and
/// algorithm 1. The network is taken as linear: activation functions and normalizations of rows are left out, biases, shifts and running
/// means are 0.
/// </remarks>
internal sealed class SynFlowCriterion : PruningCriterion
{
    internal override string Name => "SynFlow";

    internal override string Description =>
        "Removes weights on weak paths: synaptic flow, scored again 100 times per step (Tanaka et al. 2020); needs no data";

    internal override bool IsComparableAcrossLayers => true;

    internal override int PartsOfStep => 100;

    internal override IReadOnlyDictionary<string, string> UnfitLayers(Graph graph) =>
        LinearFlow.Gate(graph) is { } gate
            ? graph
                .PrunableWeights()
                .Select(entry => entry.Node.Name)
                .Distinct()
                .ToDictionary(name => name, _ => $"the network is not linear where {gate.Name} multiplies activations")
            : graph.Nodes.Where(Tables.IsLookup).ToDictionary(node => node.Name, _ => "ones cannot flow through a table");

    internal override Dictionary<string, Tensor> ScoreElements(CriterionContext context, IReadOnlyCollection<string> parameters)
    {
        context.Monitor.Cancellation.ThrowIfCancellationRequested();
        using IDisposable withGradient = enable_grad();
        using Graph linear = LinearFlow.Of(context.Graph);
        Tensor[] weights = [.. parameters.Select(name => linear.Parameters[name].Value.requires_grad_(true))];
        Tensor input = ones([1, .. linear.InputShape.Select(size => (long)size)], ScalarType.Float64);
        Tensor flow = new GraphRunner(linear).Run(input, RunContext.Inference).sum();
        IList<Tensor> gradients = autograd.grad([flow], weights, allow_unused: true);
        using IDisposable withoutGradient = no_grad();
        double total = Math.Max(flow.item<double>(), double.Epsilon);
        return parameters
            .Select((name, i) => (name, i))
            .ToDictionary(
                entry => entry.name,
                entry =>
                    gradients[entry.i] is { IsInvalid: false } gradient
                        ? (weights[entry.i].detach() * gradient).Over(total).to_type(ScalarType.Float32)
                        : zeros_like(weights[entry.i], ScalarType.Float32)
            );
    }
}
