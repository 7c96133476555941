using PSModelPruning.Compute.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Pruning.Networks.Criteria;

/// <summary>
/// Where the weights of a graph multiply what arrives, and what that is. A weight that several nodes share has several uses.
/// </summary>
internal sealed class MatrixLayers
{
    private readonly Dictionary<string, List<MatrixUse>> _uses;
    private readonly Dictionary<string, List<MatrixUse>> _byNode = [];

    /// <param name="graph">The graph.</param>
    /// <param name="weights">Names of weights of the graph.</param>
    internal MatrixLayers(Graph graph, IReadOnlyCollection<string> weights)
    {
        _uses = weights.ToDictionary(name => name, _ => new List<MatrixUse>());
        foreach (Node node in graph.Nodes)
        {
            foreach (WeightMatrix matrix in node.Operator.Matrices)
            {
                if (matrix.Input >= node.Inputs.Count || !_uses.TryGetValue(node.Inputs[matrix.Input], out List<MatrixUse>? uses))
                    continue;
                var use = new MatrixUse(node.Inputs[matrix.Input], node, matrix.Operator);
                uses.Add(use);
                if (_byNode.TryGetValue(node.Name, out List<MatrixUse>? ofNode))
                    ofNode.Add(use);
                else
                    _byNode.Add(node.Name, [use]);
            }
        }
    }

    /// <summary>Where the weight is used, in the graph's order.</summary>
    internal IReadOnlyList<MatrixUse> this[string weight] => _uses[weight];

    /// <summary>Runs rows through the network without gradients and shows what arrives at every use.</summary>
    /// <param name="graph">The graph, in inference mode.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="cancellation">Looked at every batch.</param>
    /// <param name="observe">Receives the use, the node's inputs and its output; tensors that are to outlive the batch must be moved out of
    /// the scope.</param>
    /// <param name="afterBatch">Called after every batch, within its scope.</param>
    internal void EachBatch(
        Graph graph,
        CalibrationRows rows,
        CancellationToken cancellation,
        Action<MatrixUse, Tensor?[], Tensor> observe,
        Action? afterBatch = null
    )
    {
        using IDisposable withoutGradient = no_grad();
        var runner = new GraphRunner(graph);
        foreach ((Tensor input, _) in rows.Batches())
        {
            cancellation.ThrowIfCancellationRequested();
            using DisposeScope scope = NewDisposeScope();
            runner.Run(input, RunContext.Inference, Show(observe));
            afterBatch?.Invoke();
        }
    }

    /// <summary>An observer of a run that shows the uses alone.</summary>
    internal Action<Node, Tensor?[], Tensor> Show(Action<MatrixUse, Tensor?[], Tensor> observe) =>
        (node, inputs, output) =>
        {
            foreach (MatrixUse use in _byNode.GetValueOrDefault(node.Name) ?? [])
                observe(use, inputs, output);
        };
}
