using MathNet.Numerics;
using PSModelPruning.Compute.Networks.Operators;
using TorchSharp;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Networks.Inference;

/// <summary>
/// Translates a graph for the tiled kernels: layers are joined with the rectifier, the bias and the residual connection behind them. Graphs
/// that hold another operator stay with libtorch.
/// </summary>
internal sealed class LaneCompiler
{
    /// <summary>
    /// The most numbers of a value in a row. Tiles hold as many rows as registers have lanes, and every thread keeps its tiles: 256 MB for
    /// one value.
    /// </summary>
    private const int LargestValue = 1 << 22;

    private readonly Graph _graph;
    private readonly Dictionary<string, long[]> _shapes;
    private readonly Dictionary<string, LaneValue> _values = [];
    private readonly Dictionary<LaneValue, LaneStep> _producers = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, int> _readers = [];
    private readonly List<LaneStep> _steps = [];

    private LaneCompiler(Graph graph)
    {
        _graph = graph;
        _shapes = graph.InferShapes();
        foreach (string name in graph.Nodes.SelectMany(node => node.Inputs).Append(graph.OutputName))
            _readers[name] = _readers.GetValueOrDefault(name) + 1;
        _values[graph.InputName] = ValueOf(_shapes[graph.InputName]);
    }

    /// <summary>The program, or null where the kernels lack an operator or would need very much memory.</summary>
    /// <param name="graph">The graph, with BatchNormalization folded. Its numbers are copied.</param>
    internal static LaneProgram? Compile(Graph graph)
    {
        if (graph.InputShape.Count is < 1 or > 3)
            return null;
        using DisposeScope scope = NewDisposeScope();
        using IDisposable gradient = no_grad();
        var compiler = new LaneCompiler(graph);
        foreach (Node node in graph.Nodes)
        {
            if (!compiler.Append(node))
                return null;
        }
        LaneValue input = compiler._values[graph.InputName],
            output = compiler._values[graph.OutputName];
        bool isTooLarge = input.Size > LargestValue || compiler._steps.Any(step => step.Output.Size > LargestValue);
        return ReferenceEquals(input, output) || compiler._steps.Count == 0 || isTooLarge
            ? null
            : new LaneProgram(compiler._steps, input, output);
    }

    private bool Append(Node node) =>
        node.OperatorType switch
        {
            "Identity" or "Dropout" => Rename(node),
            "Flatten" or "Reshape" => _shapes[node.Output].Length == 2 && Rename(node),
            "Conv" => AppendConvolution(node),
            "Gemm" or "MatMul" => AppendProduct(node),
            "Add" => AppendSum(node),
            "BatchNormalization" => AppendNormalization(node),
            "Relu" => AppendLimits(node, 0, float.PositiveInfinity),
            "Clip" => AppendLimits(
                node,
                (float)node.Attributes.Number("min", double.NegativeInfinity),
                (float)node.Attributes.Number("max", double.PositiveInfinity)
            ),
            "LeakyRelu" => AppendLeak(node, (float)node.Attributes.Number("alpha", 0.01)),
            "Sigmoid" or "Tanh" or "Gelu" => AppendFunction(node),
            "Concat" => AppendJoin(node),
            "MaxPool" or "AveragePool" => AppendPool(node),
            "GlobalAveragePool" => AppendGlobalPool(node),
            _ => false,
        };

    private bool Rename(Node node)
    {
        if (Value(node.Inputs[0]) is not { } value)
            return false;
        _values[node.Output] = value;
        // Who reads the new name reads the value: joining asks for the last name, and a name with several readers is never joined.
        return true;
    }

    private bool AppendConvolution(Node node)
    {
        if (Shaped(node.Inputs[0]) is not { } input || Numbers(node.Inputs[1]) is not { } weights)
            return false;
        string biasName = node.Inputs.Count > 2 ? node.Inputs[2] : "";
        float[]? bias = biasName.Length == 0 ? new float[_shapes[node.Inputs[1]][0]] : Numbers(biasName);
        if (bias is null)
            return false;
        long[] shape = _shapes[node.Inputs[1]];
        SlidingWindow sliding = SlidingWindow.Of(node, _shapes[node.Inputs[0]], shape[2..]);
        LinearWindow window = Window(sliding) with { Groups = (int)node.Attributes.Integer("group", 1) };
        bool isFlat = sliding.Kernel.Length == 1;
        input.Widen(window.Top, window.Left, isFlat ? 0 : Reach(sliding, 0), Reach(sliding, isFlat ? 0 : 1));
        Add(node, new LinearStep(input, window, weights, bias) { Output = ValueOf(_shapes[node.Output]) });
        return true;
    }

    private bool AppendProduct(Node node)
    {
        long[] shape = _shapes[node.Inputs[1]];
        if (
            Value(node.Inputs[0]) is not { } input
            || _shapes[node.Inputs[0]].Length != 2
            || shape.Length != 2
            || Parameter(node.Inputs[1]) is not { } weight
        )
            return false;
        bool isGemm = node.OperatorType == "Gemm",
            isTransposed = isGemm && node.Attributes.Integer("transB", 0) != 0;
        Tensor matrix = isTransposed ? weight : weight.t();
        if (isGemm && node.Attributes.Number("alpha", 1) is var alpha && alpha != 1)
        {
            using Scalar factor = alpha.ToScalar();
            matrix = matrix.mul(factor);
        }
        var bias = new float[matrix.size(0)];
        if (node.Inputs.Count > 2 && node.Inputs[2].Length > 0)
        {
            if (Numbers(node.Inputs[2]) is not { } numbers)
                return false;
            float beta = (float)node.Attributes.Number("beta", 1);
            for (int i = 0; i < bias.Length; i++)
                bias[i] = beta * numbers[i];
        }
        Add(node, new LinearStep(input, LinearWindow.Everything, Numbers(matrix), bias) { Output = ValueOf(_shapes[node.Output]) });
        return true;
    }

    private bool AppendSum(Node node)
    {
        int constant =
            Parameter(node.Inputs[1]) is not null ? 1
            : Parameter(node.Inputs[0]) is not null ? 0
            : -1;
        if (constant >= 0)
            return AppendConstant(node, node.Inputs[1 - constant], node.Inputs[constant]);
        if (
            Value(node.Inputs[0]) is not { } a
            || Value(node.Inputs[1]) is not { } b
            || !a.HasSameShape(b)
            || !_shapes[node.Inputs[0]].AsSpan().SequenceEqual(_shapes[node.Inputs[1]])
        )
            return false;
        (string last, LaneValue later, LaneValue earlier) = Place(b) > Place(a) ? (node.Inputs[1], b, a) : (node.Inputs[0], a, b);
        if (Joinable(last) is { Residual: null, HasLimits: false } layer && !ReferenceEquals(a, b))
        {
            layer.Residual = earlier;
            _values[node.Output] = later;
            return true;
        }
        Add(node, new SumStep(a, b) { Output = new LaneValue(a.Channels, a.Height, a.Width) });
        return true;
    }

    /// <summary>One number a feature is a bias.</summary>
    private bool AppendConstant(Node node, string name, string constant)
    {
        if (
            Value(name) is not { } value
            || _shapes[name].Length != 2
            || value.Height * value.Width != 1
            || Numbers(constant) is not { } numbers
            || numbers.Length != value.Channels
            || !_shapes[node.Output].AsSpan().SequenceEqual(_shapes[name])
        )
            return false;
        if (Joinable(name) is { HasLimits: false } layer)
        {
            for (int i = 0; i < numbers.Length; i++)
                layer.Bias[i] += numbers[i];
            _values[node.Output] = value;
            return true;
        }
        var ones = new float[numbers.Length];
        Array.Fill(ones, 1);
        Add(node, new ScaleStep(value, ones, numbers) { Output = new LaneValue(value.Channels, 1, 1) });
        return true;
    }

    private bool AppendNormalization(Node node)
    {
        if (
            Shaped(node.Inputs[0]) is not { } input
            || node.Inputs.Skip(1).Select(Numbers).ToArray() is not [{ } scale, { } shift, { } mean, { } variance]
        )
            return false;
        double epsilon = node.Attributes.Number("epsilon", 1e-5);
        var factors = new float[scale.Length];
        var terms = new float[scale.Length];
        for (int i = 0; i < scale.Length; i++)
        {
            double factor = scale[i] / Math.Sqrt(variance[i] + epsilon);
            factors[i] = (float)factor;
            terms[i] = (float)(shift[i] - mean[i] * factor);
        }
        Add(node, new ScaleStep(input, factors, terms) { Output = new LaneValue(input.Channels, input.Height, input.Width) });
        return true;
    }

    private bool AppendLimits(Node node, float low, float high)
    {
        if (Value(node.Inputs[0]) is not { } input)
            return false;
        if (Joinable(node.Inputs[0]) is { HasLimits: false } layer)
        {
            (layer.Low, layer.High) = (low, high);
            _values[node.Output] = input;
            return true;
        }
        Add(node, new LimitStep(input, low, high) { Output = new LaneValue(input.Channels, input.Height, input.Width) });
        return true;
    }

    private bool AppendLeak(Node node, float slope)
    {
        if (Value(node.Inputs[0]) is not { } input || slope is not (>= 0 and <= 1))
            return false;
        Add(node, new LeakStep(input, slope) { Output = new LaneValue(input.Channels, input.Height, input.Width) });
        return true;
    }

    private bool AppendFunction(Node node)
    {
        if (Value(node.Inputs[0]) is not { } input)
            return false;
        Func<float, float>? function = node.OperatorType switch
        {
            "Tanh" => MathF.Tanh,
            "Sigmoid" => x => 1 / (1 + MathF.Exp(-x)),
            _ when node.Attributes.Text("approximate", "none") == "none" => x =>
                (float)(0.5 * x * (1 + SpecialFunctions.Erf(x / Math.Sqrt(2)))),
            _ => null,
        };
        if (function is null)
            return false;
        Add(node, new FunctionStep(input, function) { Output = new LaneValue(input.Channels, input.Height, input.Width) });
        return true;
    }

    private bool AppendJoin(Node node)
    {
        LaneValue?[] inputs = [.. node.Inputs.Select(Shaped)];
        if (node.Attributes.Integer("axis", 1) != 1 || inputs.Any(input => input is null))
            return false;
        Add(node, new JoinStep([.. inputs.Select(input => input!)]) { Output = ValueOf(_shapes[node.Output]) });
        return true;
    }

    private bool AppendPool(Node node)
    {
        if (Shaped(node.Inputs[0]) is not { } input || node.Attributes.Integers("dilations", 1, 1).Any(dilation => dilation != 1))
            return false;
        bool isMean = node.OperatorType == "AveragePool",
            rounds = node.Attributes.Integer("ceil_mode", 0) != 0;
        SlidingWindow sliding = SlidingWindow.Of(node, _shapes[node.Inputs[0]]);
        bool includesPadding = isMean && node.Attributes.Integer("count_include_pad", 0) != 0;
        if (includesPadding && rounds)
            return false;
        Add(node, new PoolStep(input, Window(sliding), isMean, includesPadding) { Output = ValueOf(_shapes[node.Output]) });
        return true;
    }

    private bool AppendGlobalPool(Node node)
    {
        if (Shaped(node.Inputs[0]) is not { } input)
            return false;
        var window = new LinearWindow { Height = input.Height, Width = input.Width };
        Add(node, new PoolStep(input, window, true, false) { Output = ValueOf(_shapes[node.Output]) });
        return true;
    }

    private void Add(Node node, LaneStep step)
    {
        _steps.Add(step);
        _producers[step.Output] = step;
        _values[node.Output] = step.Output;
    }

    /// <summary>The layer that gives a value, where nobody else reads it under this or an earlier name.</summary>
    private LinearStep? Joinable(string name)
    {
        LaneValue value = _values[name];
        if (!_producers.TryGetValue(value, out LaneStep? step) || step is not LinearStep layer)
            return null;
        return
            _values.Where(named => ReferenceEquals(named.Value, value)).Sum(named => _readers.GetValueOrDefault(named.Key)) == Names(value)
            ? layer
            : null;
    }

    /// <summary>How often a value was read so far by nodes that only renamed it or were joined, and by the node at hand.</summary>
    private int Names(LaneValue value) => _values.Count(named => ReferenceEquals(named.Value, value));

    private int Place(LaneValue value) => _producers.TryGetValue(value, out LaneStep? step) ? _steps.IndexOf(step) : -1;

    private LaneValue? Value(string name) => _values.GetValueOrDefault(name);

    /// <summary>A value whose axes are those that the graph says, not joined by Flatten.</summary>
    private LaneValue? Shaped(string name)
    {
        LaneValue? value = Value(name);
        return value is not null && value.HasSameShape(ValueOf(_shapes[name])) ? value : null;
    }

    private Tensor? Parameter(string name) => _graph.Parameters.GetValueOrDefault(name)?.Value;

    private float[]? Numbers(string name) => Parameter(name) is { } value ? Numbers(value) : null;

    private static float[] Numbers(Tensor value) => value.contiguous().data<float>().ToArray();

    private static LaneValue ValueOf(long[] shape) =>
        shape.Length switch
        {
            2 => new LaneValue((int)shape[1], 1, 1),
            3 => new LaneValue((int)shape[1], 1, (int)shape[2]),
            4 => new LaneValue((int)shape[1], (int)shape[2], (int)shape[3]),
            _ => new LaneValue(0, 0, 0),
        };

    private static LinearWindow Window(SlidingWindow sliding)
    {
        bool isFlat = sliding.Kernel.Length == 1;
        return new LinearWindow
        {
            Height = isFlat ? 1 : (int)sliding.Kernel[0],
            Width = (int)sliding.Kernel[^1],
            StrideY = isFlat ? 1 : (int)sliding.Strides[0],
            StrideX = (int)sliding.Strides[^1],
            DilationY = isFlat ? 1 : (int)sliding.Dilations[0],
            DilationX = (int)sliding.Dilations[^1],
            Top = isFlat ? 0 : (int)sliding.Begin[0],
            Left = (int)sliding.Begin[^1],
        };
    }

    private static int Reach(SlidingWindow sliding, int axis) => (int)Math.Max(0, sliding.Reach[axis]);
}
