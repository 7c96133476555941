using PSModelPruning.Compute.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Networks.Inference;

/// <summary>
/// Folds BatchNormalization into the layer before it, which inference allows because its statistics are then constants:
/// γ (Wx + b − μ) / √(σ² + ε) + β = (sW) x + (s(b − μ) + β) with s = γ / √(σ² + ε), output by output (Jacob et al. 2018, section 3.2).
/// </summary>
/// <remarks>
/// Folds into Conv (grouped and depthwise ones too), Gemm, MatMul with a weight, and MatMul with a bias added, where nothing else reads
/// what is normalized. Zeros of a weight stay zeros, so masks stay valid. Everything else stays as it is.
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
        foreach (Node node in graph.Nodes)
        {
            if (node.OperatorType == "BatchNormalization")
                folding.Fold(node);
        }
        return folding.ToGraph();
    }

    /// <summary>The nodes and parameters as far as they were folded.</summary>
    private sealed class FoldedNodes(Graph graph)
    {
        private readonly List<Node?> _nodes = [.. graph.Nodes];
        private readonly Dictionary<string, long[]> _shapes = graph.InferShapes();
        private readonly Dictionary<string, Tensor> _changed = [];

        internal void Fold(Node normalization)
        {
            // As the list has it: an earlier folding may have changed it.
            if (normalization.Inputs.Count < 5 || normalization.Inputs.Skip(1).Any(name => Value(name) is null))
                return;
            string input = normalization.Inputs[0];
            if (Producer(input) is not { } layer || !IsReadOnce(input))
                return;
            Tensor variance = Value(normalization.Inputs[4])!.to_type(ScalarType.Float64);
            using Scalar epsilon = normalization.Attributes.Number("epsilon", 1e-5).ToScalar();
            Tensor scale = Value(normalization.Inputs[1])!.to_type(ScalarType.Float64) / variance.add(epsilon, Number.Of(1)).sqrt();
            Tensor shift =
                Value(normalization.Inputs[2])!.to_type(ScalarType.Float64)
                - Value(normalization.Inputs[3])!.to_type(ScalarType.Float64) * scale;
            bool isFolded = layer.OperatorType switch
            {
                "Conv" or "Gemm" => FoldIntoLayer(layer, scale, shift, normalization.Output),
                "MatMul" => FoldIntoProduct(layer, scale, shift, normalization),
                "Add" => FoldIntoSum(layer, scale, shift, normalization.Output),
                _ => false,
            };
            if (isFolded && layer.OperatorType != "MatMul")
                _nodes[IndexOf(normalization.Output, "BatchNormalization")] = null;
        }

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

        private bool FoldIntoLayer(Node layer, Tensor scale, Tensor shift, string output)
        {
            if (Value(layer.Inputs[1]) is not { } weight)
                return false;
            string biasName = layer.Inputs.Count > 2 ? layer.Inputs[2] : "";
            if (biasName.Length > 0 && Value(biasName) is null)
                return false;
            int axis = layer.OperatorType == "Gemm" && layer.Attributes.Integer("transB", 0) == 0 ? 1 : 0;
            Tensor bias = shift;
            NodeAttributes attributes = layer.Attributes;
            if (biasName.Length > 0)
            {
                Tensor own = Value(biasName)!.to_type(ScalarType.Float64);
                using Scalar beta = attributes.Number("beta", 1).ToScalar();
                bias = shift.Plus(own.mul(beta) * scale);
            }
            if (attributes.Has("beta"))
                attributes = attributes.With("beta", 1.0);
            Replace(
                layer,
                layer with
                {
                    Inputs =
                    [
                        layer.Inputs[0],
                        Change(layer, layer.Inputs[1], "weight", Scaled(weight, scale, axis)),
                        Change(layer, biasName, "bias", Single(bias)),
                    ],
                    Output = output,
                    Attributes = attributes,
                }
            );
            return true;
        }

        /// <summary>A product has no bias: the normalization becomes the addition of one.</summary>
        private bool FoldIntoProduct(Node product, Tensor scale, Tensor shift, Node normalization)
        {
            if (Value(product.Inputs[1]) is not { } weight || weight.dim() != 2 || _shapes[product.Output].Length != 2)
                return false;
            Replace(
                product,
                product with
                {
                    Inputs = [product.Inputs[0], Change(product, product.Inputs[1], "weight", Scaled(weight, scale, 1))],
                }
            );
            _nodes[IndexOf(normalization.Output, "BatchNormalization")] = normalization with
            {
                OperatorType = "Add",
                Inputs = [product.Output, Change(normalization, "", "bias", Single(shift))],
                Attributes = NodeAttributes.Empty,
            };
            return true;
        }

        private bool FoldIntoSum(Node sum, Tensor scale, Tensor shift, string output)
        {
            int constant = Value(sum.Inputs[1]) is not null ? 1 : 0;
            string value = sum.Inputs[1 - constant];
            if (
                Value(sum.Inputs[constant]) is not { } bias
                || bias.dim() != 1
                || bias.numel() != scale.numel()
                || Producer(value) is not { OperatorType: "MatMul" } product
                || !IsReadOnce(value)
                || Value(product.Inputs[1]) is not { } weight
                || weight.dim() != 2
                || _shapes[product.Output].Length != 2
            )
                return false;
            Replace(
                product,
                product with
                {
                    Inputs = [product.Inputs[0], Change(product, product.Inputs[1], "weight", Scaled(weight, scale, 1))],
                }
            );
            string name = Change(sum, sum.Inputs[constant], "bias", Single(shift.Plus(bias.to_type(ScalarType.Float64) * scale)));
            Replace(sum, sum with { Inputs = constant == 1 ? [value, name] : [name, value], Output = output });
            return true;
        }

        private static Tensor Scaled(Tensor weight, Tensor scale, int axis)
        {
            long[] shape = [.. Enumerable.Repeat(1L, (int)weight.dim())];
            shape[axis] = -1;
            return Single(weight.to_type(ScalarType.Float64) * scale.reshape(shape));
        }

        private static Tensor Single(Tensor value) => value.to_type(ScalarType.Float32).contiguous();

        private Tensor? Value(string name) => _changed.GetValueOrDefault(name) ?? graph.Parameters.GetValueOrDefault(name)?.Value;

        /// <summary>Sets a parameter's numbers: under its own name where the node alone reads it, under a new one otherwise.</summary>
        private string Change(Node node, string parameter, string role, Tensor value)
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
            _changed[name] = value;
            return name;
        }

        private Node? Producer(string value) => _nodes.FirstOrDefault(node => node?.Output == value);

        private bool IsReadOnce(string value) =>
            value != graph.OutputName && _nodes.OfType<Node>().Sum(node => node.Inputs.Count(input => input == value)) == 1;

        private int IndexOf(string output, string type) =>
            _nodes.FindIndex(node => node is not null && node.Output == output && node.OperatorType == type);

        private void Replace(Node old, Node changed)
        {
            _nodes[_nodes.IndexOf(old)] = changed;
            _shapes[changed.Output] = _shapes[old.Output];
        }
    }
}
