using System.Runtime.InteropServices;
using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Networks.Operators;
using PSModelPruning.Compute.Pruning.Networks.Criteria;
using TorchSharp;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Pruning.Networks.Quantization.Calibration;

/// <summary>
/// Finds the ranges of what arrives at layers that multiply, on training rows, and puts QuantizeLinear and DequantizeLinear there: one pair
/// a tensor, whoever reads it. Two passes over the rows:
/// extremes, then distributions between them.
/// </summary>
internal static class ActivationCalibration
{
    /// <summary>Rows that ranges are found on, where there are as many.</summary>
    internal const int MostRows = 1024;

    /// <summary>The values of a graph that are quantized: activations that Conv, Gemm, MatMul and recurrent layers multiply.</summary>
    internal static IReadOnlyList<string> Values(Graph graph) =>
        [
            .. graph
                .Nodes.SelectMany(node => Multiplied(node))
                .Where(name => name.Length > 0 && !graph.Parameters.ContainsKey(name))
                .Distinct(),
        ];

    /// <summary>A graph with quantized activations; the given one stays the caller's.</summary>
    /// <param name="graph">A graph in float32.</param>
    /// <param name="rows">Training rows.</param>
    /// <param name="method">How ranges are chosen.</param>
    /// <param name="options">The scheme's parameters.</param>
    /// <param name="cancellation">Looked at every batch.</param>
    /// <returns>A new graph, and what was chosen for each value.</returns>
    internal static (Graph Graph, IReadOnlyList<QuantizedActivation> Activations) Apply(
        Graph graph,
        CalibrationRows rows,
        CalibrationMethod method,
        QuantizationOptions options,
        CancellationToken cancellation
    )
    {
        Dictionary<string, ActivationHistogram> histograms = Observe(graph, rows, cancellation);
        Dictionary<string, ActivationScale> scales = histograms.ToDictionary(
            entry => entry.Key,
            entry => method.Choose(entry.Value, options)
        );
        return (
            Insert(graph, scales),
            [
                .. scales.Select(entry => new QuantizedActivation(
                    entry.Key,
                    histograms[entry.Key].Least,
                    histograms[entry.Key].Greatest,
                    entry.Value.Scale,
                    entry.Value.ZeroPoint
                )),
            ]
        );
    }

    /// <summary>The distributions of the values that are quantized.</summary>
    internal static Dictionary<string, ActivationHistogram> Observe(Graph graph, CalibrationRows rows, CancellationToken cancellation)
    {
        var extremes = Values(graph).ToDictionary(name => name, _ => (Least: float.PositiveInfinity, Greatest: float.NegativeInfinity));
        Visit(graph, rows, [.. extremes.Keys], cancellation, (name, tensor) =>
        {
            using Tensor least = tensor.min(),
                greatest = tensor.max();
            extremes[name] = (
                Math.Min(extremes[name].Least, least.item<float>()),
                Math.Max(extremes[name].Greatest, greatest.item<float>())
            );
        });
        var histograms = extremes.ToDictionary(
            entry => entry.Key,
            entry => new ActivationHistogram(entry.Value.Least, entry.Value.Greatest)
        );
        Visit(graph, rows, [.. extremes.Keys], cancellation, (name, tensor) =>
        {
            using Tensor plain = tensor.contiguous();
            histograms[name].Add(MemoryMarshal.Cast<byte, float>(plain.bytes));
        });
        return histograms;
    }

    private static IEnumerable<string> Multiplied(Node node) => node.Operator.MultipliedInputs(node).Select(input => node.Inputs[input]);

    /// <summary>Runs all rows and shows every wanted value of each batch once.</summary>
    private static void Visit(
        Graph graph,
        CalibrationRows rows,
        HashSet<string> wanted,
        CancellationToken cancellation,
        Action<string, Tensor> look
    )
    {
        var runner = new GraphRunner(graph);
        using IDisposable gradient = no_grad();
        foreach ((Tensor input, Tensor _) in rows.Batches())
        {
            cancellation.ThrowIfCancellationRequested();
            using DisposeScope scope = NewDisposeScope();
            if (wanted.Contains(graph.InputName))
                look(graph.InputName, input);
            runner.Run(input, RunContext.Inference, null, (name, value) =>
            {
                if (wanted.Contains(name))
                    look(name, value);
            });
        }
    }

    private static Graph Insert(Graph graph, Dictionary<string, ActivationScale> scales)
    {
        using IDisposable gradient = no_grad();
        var nodes = new List<Node>();
        var parameters = graph.Parameters.Values.Select(parameter => parameter.Clone()).ToList();
        void Quantize(string value)
        {
            if (!scales.TryGetValue(value, out ActivationScale scale))
                return;
            string quantized = $"{value}.quantized",
                scaleName = $"{value}.scale",
                zeroName = $"{value}.zero_point";
            parameters.Add(new GraphParameter(scaleName, tensor(scale.Scale), false));
            parameters.Add(new GraphParameter(zeroName, tensor((float)scale.ZeroPoint), false));
            nodes.Add(
                new Node(
                    quantized,
                    OperatorCatalog.Of<QuantizeLinearOperator>(),
                    [value, scaleName, zeroName],
                    [quantized],
                    NodeAttributes.Empty.With(QuantizeLinearOperator.DataType, QuantizeLinearOperator.UInt8)
                )
            );
            nodes.Add(
                new Node(
                    Dequantized(value),
                    OperatorCatalog.Of<DequantizeLinearOperator>(),
                    [quantized, scaleName, zeroName],
                    [Dequantized(value)],
                    NodeAttributes.Empty
                )
            );
        }
        Quantize(graph.InputName);
        foreach (Node node in graph.Nodes)
        {
            HashSet<string> multiplied = [.. Multiplied(node)];
            nodes.Add(
                node with
                {
                    Inputs =
                    [
                        .. node.Inputs.Select(name => multiplied.Contains(name) && scales.ContainsKey(name) ? Dequantized(name) : name),
                    ],
                }
            );
            foreach (string output in node.Outputs)
                Quantize(output);
        }
        return new Graph(graph.InputName, graph.InputShape, graph.OutputName, nodes, parameters);
    }

    private static string Dequantized(string value) => $"{value}.dequantized";
}
