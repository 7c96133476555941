using PSModelPruning.Compute.Networks.Operators;
using TorchSharp;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Networks.Inference;

/// <summary>
/// Folds BatchNormalization into the layer before it, which inference allows because its statistics are then constants:
/// γ (Wx + b − μ) / √(σ² + ε) + β = (sW) x + (s(b − μ) + β) with s = γ / √(σ² + ε), output by output (Jacob et al. 2018, section 3.2).
/// </summary>
/// <remarks>
/// Folds into every layer that can take factors and terms of its outputs (<see cref="Operator.Fold"/>), where nothing else reads what is
/// normalized. Zeros of a weight stay zeros, so masks stay valid. Everything else stays as it is.
/// </remarks>
internal static class BatchNormFolding
{
    /// <summary>
    /// A graph of its own tensors that computes the same in inference, but for float32 rounding. Layers keep their names.
    /// </summary>
    /// <param name="graph">The graph; unchanged.</param>
    internal static Graph Fold(Graph graph)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable gradient = no_grad();
        var folding = new FoldedNodes(graph);
        foreach (Node node in graph.Nodes.Where(node => node.Operator is IChannelScaling))
            folding.Fold(node);
        return folding.ToGraph();
    }

    /// <summary>The nodes and parameters as far as they were folded.</summary>
    private sealed class FoldedNodes(Graph graph) : IAffineFolding
    {
        private readonly List<Node?> _nodes = [.. graph.Nodes];
        private readonly Dictionary<string, long[]> _shapes = graph.InferShapes();
        private readonly Dictionary<string, Tensor> _changed = [];

        internal void Fold(Node normalization)
        {
            string input = normalization.Inputs[0];
            if (((IChannelScaling)normalization.Operator).Affine(normalization, Value) is not var (scale, shift))
                return;
            if (!TryFold(input, scale, shift, out Tensor? rest))
                return;
            int place = IndexOf(normalization.Output);
            if (rest is null)
            {
                int layer = IndexOf(input);
                Replace(layer, _nodes[layer]! with { Outputs = [normalization.Output] });
                _nodes[place] = null;
            }
            else
            {
                // What is left is the addition of a bias.
                Replace(
                    place,
                    normalization with
                    {
                        Operator = OperatorCatalog.Of<AddOperator>(),
                        Inputs = [input, Change(normalization, "", "bias", rest)],
                        Attributes = NodeAttributes.Empty,
                    }
                );
            }
        }

        public bool TryFold(string value, Tensor scale, Tensor shift, out Tensor? rest)
        {
            rest = null;
            int place = IndexOf(value);
            if (place < 0 || !IsReadOnce(value) || _nodes[place]!.Outputs.Count != 1)
                return false;
            if (_nodes[place]!.Operator.Fold(_nodes[place]!, this, scale, shift) is not { } folded)
                return false;
            Replace(IndexOf(value), folded.Node);
            rest = folded.Rest;
            return true;
        }

        public long[] Shape(string name) => _shapes[name];

        internal Graph ToGraph()
        {
            Node[] nodes = [.. _nodes.OfType<Node>()];
            HashSet<string> used = [.. nodes.SelectMany(node => node.Inputs)];
            var parameters = new List<GraphParameter>();
            foreach (GraphParameter parameter in graph.Parameters.Values.Where(parameter => used.Contains(parameter.Name)))
            {
                if (_changed.Remove(parameter.Name, out Tensor? value))
                {
                    var changed = new GraphParameter(parameter.Name, value, parameter.IsTrainable);
                    changed.SetMask(parameter.Mask?.clone());
                    parameters.Add(changed);
                }
                else
                {
                    parameters.Add(parameter.Clone());
                }
            }
            parameters.AddRange(
                _changed.Where(added => used.Contains(added.Key)).Select(added => new GraphParameter(added.Key, added.Value, true))
            );
            return new Graph(graph.InputName, graph.InputShape, graph.OutputName, nodes, parameters);
        }

        public Tensor? Value(string name) => _changed.GetValueOrDefault(name) ?? graph.Parameters.GetValueOrDefault(name)?.Value;

        public string Change(Node node, string parameter, string role, Tensor value)
        {
            string name =
                parameter.Length > 0 && _nodes.OfType<Node>().Sum(reader => reader.Inputs.Count(input => input == parameter)) == 1
                    ? parameter
                    : $"{node.Name}.{role}";
            for (
                int number = 2;
                name != parameter && (_changed.ContainsKey(name) || graph.Parameters.ContainsKey(name) || _shapes.ContainsKey(name));
                number++
            )
                name = $"{node.Name}.{role}{number}";
            _changed[name] = value.to_type(ScalarType.Float32).contiguous();
            return name;
        }

        private bool IsReadOnce(string value) =>
            value != graph.OutputName && _nodes.OfType<Node>().Sum(node => node.Inputs.Count(input => input == value)) == 1;

        private int IndexOf(string output) => _nodes.FindIndex(node => node is not null && node.Outputs.Contains(output));

        private void Replace(int place, Node changed)
        {
            _shapes[changed.Output] = _shapes[_nodes[place]!.Output];
            _nodes[place] = changed;
        }
    }
}
