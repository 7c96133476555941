using System.Runtime.InteropServices;
using PSModelPruning.Compute.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Pruning.Networks.Quantization;

/// <summary>The weights of a graph with the encodings that a scheme gives them.</summary>
internal sealed class WeightQuantization
{
    private readonly Graph _graph;
    private readonly Quantizer _quantizer;
    private readonly QuantizationOptions _options;
    private readonly int _seed;
    private readonly (string Name, WeightLayout Layout, float[] Original)[] _parameters;
    private readonly Dictionary<string, WeightEncoding> _encodings = [];

    /// <param name="graph">The graph; its numbers are what is quantized.</param>
    /// <param name="quantizer">The scheme.</param>
    /// <param name="options">Its parameters.</param>
    /// <param name="seed">The seed of what is random.</param>
    internal WeightQuantization(Graph graph, Quantizer quantizer, QuantizationOptions options, int seed)
    {
        (_graph, _quantizer, _options, _seed) = (graph, quantizer, options, seed);
        var layouts = new Dictionary<string, (Node Node, WeightLayout Layout)>();
        foreach ((Node node, GraphParameter weight) in graph.PrunableWeights())
            layouts[weight.Name] = (node, WeightLayout.Find(node, weight));
        _parameters =
        [
            .. graph
                .Parameters.Values.Where(parameter =>
                    layouts.ContainsKey(parameter.Name) || quantizer.EncodesEverything && !parameter.IsConstant
                )
                .Select(parameter =>
                    (
                        parameter.Name,
                        layouts.TryGetValue(parameter.Name, out (Node Node, WeightLayout Layout) found)
                            ? found.Layout
                            : new WeightLayout([1, .. parameter.Shape], 0, false),
                        Numbers(parameter)
                    )
                ),
        ];
        Fit();
        Layers =
        [
            .. _parameters
                .Where(parameter => layouts.ContainsKey(parameter.Name))
                .Select(parameter => Describe(layouts[parameter.Name].Node, parameter.Name, parameter.Layout, parameter.Original)),
        ];
        MeanSquaredError = Layers.Sum(layer => layer.MeanSquaredError * layer.Weights) / Math.Max(1, Layers.Sum(layer => layer.Weights));
    }

    /// <summary>A row for each weight, with the errors of the first fit.</summary>
    internal IReadOnlyList<QuantizedLayer> Layers { get; }

    /// <summary>Over all weights.</summary>
    internal double MeanSquaredError { get; }

    /// <summary>Fits the encodings to the numbers that the graph holds now.</summary>
    internal void Fit()
    {
        foreach ((string name, WeightLayout layout, _) in _parameters)
            _encodings[name] = _quantizer.Fit(Numbers(_graph.Parameters[name]), layout, _options, _seed);
    }

    /// <summary>Rounds the numbers of the graph to what the encodings represent, and says so.</summary>
    internal void Encode()
    {
        Round();
        SetEncodings();
    }

    /// <summary>Rounds the numbers of the graph, in place.</summary>
    internal void Round()
    {
        foreach ((string name, WeightLayout layout, _) in _parameters)
        {
            float[] numbers = Numbers(_graph.Parameters[name]);
            _quantizer.Round(_encodings[name], numbers, layout, numbers);
            Put(_graph.Parameters[name], numbers);
        }
    }

    /// <summary>Says how the numbers are encoded; rounds those that training does not see, the statistics of BatchNormalization.</summary>
    internal void SetEncodings()
    {
        foreach ((string name, WeightLayout layout, _) in _parameters)
        {
            GraphParameter parameter = _graph.Parameters[name];
            if (!parameter.IsTrainable)
            {
                float[] numbers = Numbers(parameter);
                _quantizer.Round(_encodings[name], numbers, layout, numbers);
                Put(parameter, numbers);
            }
            parameter.Encoding = _encodings[name];
        }
    }

    /// <summary>Gives the graph the numbers back that it had before it was rounded.</summary>
    internal void PutBack()
    {
        foreach ((string name, _, float[] original) in _parameters)
        {
            Put(_graph.Parameters[name], original);
            _graph.Parameters[name].Encoding = null;
        }
    }

    private QuantizedLayer Describe(Node node, string name, WeightLayout layout, float[] original)
    {
        float[] rounded = new float[original.Length];
        _quantizer.Round(_encodings[name], original, layout, rounded);
        double noise = 0,
            signal = 0;
        for (int i = 0; i < original.Length; i++)
        {
            double difference = (double)rounded[i] - original[i];
            noise += difference * difference;
            signal += (double)original[i] * original[i];
        }
        int scales = _encodings[name] switch
        {
            IntegerEncoding integer => integer.Scales.Count,
            CodebookEncoding codebook => codebook.Values.Count,
            _ => 0,
        };
        return new QuantizedLayer(
            node.Name,
            name,
            original.Length,
            _encodings[name].Bits,
            scales,
            original.Length == 0 ? 0 : noise / original.Length,
            noise == 0 ? double.PositiveInfinity : 10 * Math.Log10(signal / noise)
        );
    }

    private static float[] Numbers(GraphParameter parameter)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor plain = parameter.Value.detach().contiguous();
        return MemoryMarshal.Cast<byte, float>(plain.bytes).ToArray();
    }

    private static void Put(GraphParameter parameter, float[] numbers)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable gradient = no_grad();
        parameter.Value.copy_(tensor(numbers, parameter.Shape));
    }
}
