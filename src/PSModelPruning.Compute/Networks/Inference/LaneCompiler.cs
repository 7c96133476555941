using PSModelPruning.Compute.Networks.Operators;
using TorchSharp;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Networks.Inference;

/// <summary>
/// Translates a graph for the tiled kernels: layers are joined with the rectifier, the bias and the residual connection behind them. Graphs
/// that hold another operator stay with libtorch.
/// </summary>
internal sealed class LaneCompiler : ILaneBuilder
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
            if (!node.Operator.Compile(node, compiler))
                return null;
        }
        LaneValue input = compiler._values[graph.InputName],
            output = compiler._values[graph.OutputName];
        bool isTooLarge = input.Size > LargestValue || compiler._steps.Any(step => step.Output.Size > LargestValue);
        return ReferenceEquals(input, output) || compiler._steps.Count == 0 || isTooLarge
            ? null
            : new LaneProgram(compiler._steps, input, output);
    }

    public long[] Shape(string name) => _shapes[name];

    public Tensor? Parameter(string name) =>
        _graph.Parameters.GetValueOrDefault(name)?.Value is { dtype: ScalarType.Float32 } value ? value : null;

    public float[]? Numbers(string name) => Parameter(name) is { } value ? Numbers(value) : null;

    public bool Rename(Node node)
    {
        if (Value(node.Inputs[0]) is not { } value)
            return false;
        _values[node.Output] = value;
        // Who reads the new name reads the value: joining asks for the last name, and a name with several readers is never joined.
        return true;
    }

    public bool Convolution(Node node, SlidingWindow window, int groups, float[] weights, float[] bias)
    {
        if (Shaped(node.Inputs[0]) is not { } input)
            return false;
        LinearWindow linear = Window(window) with { Groups = groups };
        bool isFlat = window.Kernel.Length == 1;
        input.Widen(linear.Top, linear.Left, isFlat ? 0 : Reach(window, 0), Reach(window, isFlat ? 0 : 1));
        return Add(node, new LinearStep(input, linear, weights, bias) { Output = ValueOf(_shapes[node.Output]) });
    }

    public bool Product(Node node, Tensor matrix, float[] bias)
    {
        if (Value(node.Inputs[0]) is not { } input || _shapes[node.Inputs[0]].Length != 2)
            return false;
        return Add(node, new LinearStep(input, LinearWindow.Everything, Numbers(matrix), bias) { Output = ValueOf(_shapes[node.Output]) });
    }

    public bool Sum(Node node)
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
        return Add(node, new SumStep(a, b) { Output = Like(a) });
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
        return Add(node, new ScaleStep(value, ones, numbers) { Output = Like(value) });
    }

    public bool Scale(Node node, float[] factors, float[] terms) =>
        Shaped(node.Inputs[0]) is { } input && Add(node, new ScaleStep(input, factors, terms) { Output = Like(input) });

    public bool Limits(Node node, float low, float high)
    {
        if (Value(node.Inputs[0]) is not { } input)
            return false;
        if (Joinable(node.Inputs[0]) is { HasLimits: false } layer)
        {
            (layer.Low, layer.High) = (low, high);
            _values[node.Output] = input;
            return true;
        }
        return Add(node, new LimitStep(input, low, high) { Output = Like(input) });
    }

    public bool Leak(Node node, float slope) =>
        slope is >= 0 and <= 1 && Value(node.Inputs[0]) is { } input && Add(node, new LeakStep(input, slope) { Output = Like(input) });

    public bool Function(Node node, Func<float, float> function) =>
        Value(node.Inputs[0]) is { } input && Add(node, new FunctionStep(input, function) { Output = Like(input) });

    public bool Join(Node node)
    {
        LaneValue?[] inputs = [.. node.Inputs.Select(Shaped)];
        return inputs.All(input => input is not null)
            && Add(node, new JoinStep([.. inputs.Select(input => input!)]) { Output = ValueOf(_shapes[node.Output]) });
    }

    public bool Pool(Node node, SlidingWindow window, bool isMean, bool includesPadding) =>
        Shaped(node.Inputs[0]) is { } input
        && Add(node, new PoolStep(input, Window(window), isMean, includesPadding) { Output = ValueOf(_shapes[node.Output]) });

    public bool ChannelMeans(Node node)
    {
        if (Shaped(node.Inputs[0]) is not { } input)
            return false;
        var window = new LinearWindow { Height = input.Height, Width = input.Width };
        return Add(node, new PoolStep(input, window, true, false) { Output = ValueOf(_shapes[node.Output]) });
    }

    private bool Add(Node node, LaneStep step)
    {
        _steps.Add(step);
        _producers[step.Output] = step;
        _values[node.Output] = step.Output;
        return true;
    }

    private static LaneValue Like(LaneValue value) => new(value.Channels, value.Height, value.Width);

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
