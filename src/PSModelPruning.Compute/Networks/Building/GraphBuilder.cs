using PSModelPruning.Compute.Networks.Operators;
using PSModelPruning.Compute.Runtime;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Networks.Building;

/// <summary>
/// Builds a graph node by node, with shapes checked at once and tensors made at the end: a mistake leaves no tensor behind.
/// Every method appends to the newest value, or to the one named, and gives the name of the value that it makes (the node's name).
/// </summary>
internal sealed class GraphBuilder
{
    private const string InputName = "input";
    private static readonly long[] Turn = [0, 2, 1];
    private readonly IReadOnlyList<int> _inputShape;
    private readonly List<Node> _nodes = [];
    private readonly List<ParameterSpecification> _parameters = [];
    private readonly Dictionary<string, long[]> _shapes = [];
    private readonly Dictionary<string, ScalarType> _types = [];
    private readonly List<(string Name, Func<Tensor> Make)> _constants = [];
    private readonly Dictionary<string, int> _counts = [];

    /// <param name="inputShape">The shape of a row: <c>[inputs]</c>, <c>[channels, steps]</c> or <c>[channels, height, width]</c>.</param>
    internal GraphBuilder(IReadOnlyList<int> inputShape)
    {
        _inputShape = inputShape;
        _shapes[InputName] = [1, .. inputShape.Select(size => (long)size)];
        _types[InputName] = ScalarType.Float32;
        _shapes[""] = [];
        Current = InputName;
    }

    /// <summary>The newest value.</summary>
    internal string Current { get; private set; }

    /// <summary>The newest value's shape, for a batch of one row.</summary>
    internal long[] Shape => _shapes[Current];

    /// <summary>The next free name of a kind: <c>conv1</c>, <c>conv2</c> …</summary>
    internal string NextName(string kind)
    {
        _counts[kind] = _counts.GetValueOrDefault(kind) + 1;
        return kind + _counts[kind];
    }

    /// <summary>Makes a value the one that the next node is appended to.</summary>
    internal void ContinueFrom(string value) => Current = value;

    /// <summary>Appends any node.</summary>
    /// <param name="name">The node's name.</param>
    /// <param name="type">The operator.</param>
    /// <param name="attributes">Its attributes.</param>
    /// <param name="inputs">Its inputs; none means the newest value.</param>
    internal string Add(string name, string type, NodeAttributes? attributes = null, params string[] inputs) =>
        Add(name, OperatorCatalog.Get(type), attributes, inputs);

    /// <summary>Appends a node of any operator.</summary>
    internal string Add(string name, Operator type, NodeAttributes? attributes = null, params string[] inputs)
    {
        Append(new Node(name, type, inputs.Length == 0 ? [Current] : inputs, [name], attributes ?? NodeAttributes.Empty));
        return Current;
    }

    /// <summary>
    /// Appends a node with several outputs, named after it: <c>split1_1</c>, <c>split1_2</c> … The first is the newest value.
    /// </summary>
    /// <param name="name">The node's name.</param>
    /// <param name="type">The operator.</param>
    /// <param name="outputs">How many outputs it has.</param>
    /// <param name="attributes">Its attributes.</param>
    /// <param name="inputs">Its inputs; none means the newest value.</param>
    internal string[] AddSeveral(string name, Operator type, int outputs, NodeAttributes? attributes = null, params string[] inputs)
    {
        string[] names = [.. Enumerable.Range(1, outputs).Select(number => $"{name}_{number}")];
        Append(new Node(name, type, inputs.Length == 0 ? [Current] : inputs, names, attributes ?? NodeAttributes.Empty));
        return names;
    }

    /// <summary>Declares numbers that never change, of any type, and gives their name.</summary>
    /// <param name="node">The name of the node that reads them first.</param>
    /// <param name="role">What they are for the node: <c>indices</c>.</param>
    /// <param name="type">Their type.</param>
    /// <param name="shape">Their shape.</param>
    /// <param name="make">Makes the tensor, when the graph is built.</param>
    internal string Constant(string node, string role, ScalarType type, long[] shape, Func<Tensor> make)
    {
        string name = $"{node}.{role}";
        _constants.Add((name, make));
        _shapes[name] = shape;
        _types[name] = type;
        return name;
    }

    private void Append(Node node)
    {
        IReadOnlyList<long[]> shapes = node.Operator.ShapesOf(node, [.. node.Inputs.Select(input => _shapes[input])]);
        ScalarType?[] types = [.. node.Inputs.Select(input => input.Length == 0 ? (ScalarType?)null : _types[input])];
        for (int output = 0; output < node.Outputs.Count; output++)
        {
            _types[node.Outputs[output]] = node.Operator.InferType(node, types, output);
            _shapes[node.Outputs[output]] = shapes[output];
        }
        _nodes.Add(node);
        Current = node.Output;
    }

    /// <summary>Appends a convolution over as many axes as the kernel has.</summary>
    internal string Convolution(string name, Convolution convolution)
    {
        NodeAttributes attributes = convolution.Attributes();
        long inPerGroup = Shape.Length < 2 ? 1 : Math.Max(1, Shape[1] / convolution.Groups);
        long[] weight = [convolution.Filters, inPerGroup, .. convolution.Kernel];
        string[] inputs = [Current, Parameter(name, "weight", weight)];
        if (convolution.HasBias)
            inputs = [.. inputs, Parameter(name, "bias", [convolution.Filters])];
        return Add(name, "Conv", attributes, inputs);
    }

    /// <summary>Appends a fully connected layer; values with several axes are flattened first.</summary>
    internal string Linear(string name, int outputs)
    {
        if (Shape.Length > 2)
            Add(NextName("flatten"), "Flatten");
        long inputs = Shape[1];
        return Add(
            name,
            "Gemm",
            NodeAttributes.Empty.With("transB", 1),
            Current,
            Parameter(name, "weight", [outputs, inputs]),
            Parameter(name, "bias", [outputs])
        );
    }

    /// <summary>Appends BatchNormalization.</summary>
    internal string BatchNormalization(string name)
    {
        long[] channels = [Shape[1]];
        return Add(
            name,
            "BatchNormalization",
            null,
            Current,
            Parameter(name, "weight", channels),
            Parameter(name, "bias", channels),
            Parameter(name, "running_mean", channels, isTrainable: false),
            Parameter(name, "running_var", channels, isTrainable: false)
        );
    }

    /// <summary>Appends LayerNormalization over all axes but the rows.</summary>
    internal string LayerNormalization(string name)
    {
        long[] normalized = Shape[1..];
        return Add(
            name,
            "LayerNormalization",
            NodeAttributes.Empty.With("axis", 1),
            Current,
            Parameter(name, "weight", normalized),
            Parameter(name, "bias", normalized)
        );
    }

    /// <summary>
    /// Makes the newest value a sequence <c>[steps, features]</c>: of <c>[channels, steps]</c> by turning it, of an image with its rows as
    /// steps, of plain numbers with one number a step.
    /// </summary>
    internal string AsSteps()
    {
        switch (Shape.Length)
        {
            case 2:
                return Add(NextName("reshape"), "Reshape", NodeAttributes.Empty.With("shape", 0, -1, 1));
            case 4:
                long steps = Shape[2];
                if (Shape[1] > 1)
                    Add(NextName("transpose"), "Transpose", NodeAttributes.Empty.With("perm", 0, 2, 1, 3));
                return Add(NextName("reshape"), "Reshape", NodeAttributes.Empty.With("shape", 0, steps, -1));
            default:
                return Turned();
        }
    }

    /// <summary>Exchanges the axes of steps and channels; where that was just done, undoes it.</summary>
    internal string Turned()
    {
        if (
            _nodes.Count > 0
            && _nodes[^1] is { OperatorType: "Transpose" } last
            && last.Output == Current
            && last.Attributes.Integers("perm").SequenceEqual(Turn)
        )
        {
            _nodes.RemoveAt(_nodes.Count - 1);
            _shapes.Remove(last.Output);
            _counts["transpose"]--;
            return Current = last.Inputs[0];
        }
        return Add(NextName("transpose"), "Transpose", NodeAttributes.Empty.With("perm", Turn));
    }

    /// <summary>
    /// Appends a recurrent layer, after <see cref="AsSteps"/>; the states of all steps come out as <c>[channels, steps]</c>.
    /// </summary>
    /// <param name="name">The node's name.</param>
    /// <param name="kind">Its operator.</param>
    /// <param name="hidden">Hidden units of a direction.</param>
    /// <param name="direction">forward, reverse or bidirectional.</param>
    /// <param name="isSequence">True for the states of all steps, false for the last.</param>
    internal string Recurrent(string name, RecurrentOperator kind, int hidden, string direction, bool isSequence)
    {
        AsSteps();
        long directions = direction == "bidirectional" ? 2 : 1,
            gates = kind.Gates * hidden;
        NodeAttributes attributes = NodeAttributes
            .Empty.With("hidden_size", hidden)
            .With("direction", direction)
            .With("layout", 1)
            .With("output", isSequence ? "Y" : "Y_h");
        Add(
            name,
            kind.Type,
            kind.WithUsualForm(attributes),
            Current,
            Parameter(name, "weight", [directions, gates, Shape[2]]),
            Parameter(name, "recurrent_weight", [directions, gates, hidden]),
            Parameter(name, "bias", [directions, 2 * gates])
        );
        return isSequence ? Turned() : Current;
    }

    /// <summary>
    /// Appends multi-head self-attention without biases, after <see cref="AsSteps"/>; it comes out as <c>[channels, steps]</c> with the
    /// channels that arrive.
    /// </summary>
    /// <param name="name">Begins the names of its nodes.</param>
    /// <param name="heads">Heads.</param>
    /// <param name="size">Channels of a head.</param>
    /// <param name="isResidual">True where what arrives is added.</param>
    /// <param name="isCausal">True where a step looks at itself and those before it alone.</param>
    internal string Attention(string name, int heads, int size, bool isResidual, bool isCausal)
    {
        string arriving = AsSteps();
        long channels = Shape[2],
            inner = (long)heads * size;
        string[] parts = [.. new[] { "query", "key", "value" }.Select(role => Projection($"{name}_{role}", arriving, channels, inner))];
        NodeAttributes attributes = NodeAttributes.Empty.With("q_num_heads", heads).With("kv_num_heads", heads);
        string joined = Add(name, "Attention", isCausal ? attributes.With("is_causal", 1) : attributes, parts);
        Projection($"{name}_output", joined, inner, channels);
        if (isResidual)
            Add($"{name}_add", "Add", null, Current, arriving);
        return Turned();
    }

    private string Projection(string name, string input, long from, long to) =>
        Add(name, "MatMul", null, input, Parameter(name, "weight", [from, to]));

    /// <summary>Declares a parameter and gives its name.</summary>
    /// <param name="node">The name of the node that reads it first.</param>
    /// <param name="role">What it is for the node: <c>weight</c>, <c>bias</c>.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="initializer">The values that it starts with; null for those that the node's operator gives it.</param>
    /// <param name="isTrainable">False for statistics and constants.</param>
    internal string Parameter(string node, string role, long[] shape, Initializer? initializer = null, bool isTrainable = true)
    {
        string name = $"{node}.{role}";
        _parameters.Add(new ParameterSpecification(name, shape, initializer, isTrainable));
        _shapes[name] = shape;
        _types[name] = ScalarType.Float32;
        return name;
    }

    /// <summary>Makes the tensors and the graph; the newest value is its output.</summary>
    /// <param name="seed">The seed of the starting weights: the same seed gives the same bits.</param>
    internal Graph Build(int seed)
    {
        CheckSize();
        TorchRuntime.EnsureAvailable();
        using IDisposable gradient = no_grad();
        using var generator = new Generator(unchecked((ulong)seed), CPU);
        var parameters = new List<GraphParameter>();
        foreach (ParameterSpecification parameter in _parameters)
            parameters.Add(
                new GraphParameter(
                    parameter.Name,
                    InitializerOf(parameter).Make(parameter.Shape, InitialGain.Of(_nodes, parameter.Name), generator),
                    parameter.IsTrainable
                )
            );
        parameters.AddRange(_constants.Select(constant => new GraphParameter(constant.Name, constant.Make(), false)));
        return new Graph(InputName, _inputShape, Current, _nodes, parameters);
    }

    private Initializer InitializerOf(ParameterSpecification parameter)
    {
        if (parameter.Initializer is { } given)
            return given;
        Node node = _nodes.First(reader => reader.Inputs.Contains(parameter.Name));
        int input = node.Inputs.ToList().IndexOf(parameter.Name);
        return node.Operator.InitialValues(node, input, parameter.Shape, parameter.IsTrainable) ?? Initializer.Zeros;
    }

    /// <summary>
    /// Training holds every parameter four times: itself, its gradient and two moments. More than the machine has ends the process, so it
    /// is an error first.
    /// </summary>
    private void CheckSize()
    {
        const int copies = 4;
        const double mostOfMemory = 0.8;
        double parameters = _parameters.Sum(parameter => parameter.Shape.Aggregate(1.0, (product, size) => product * size));
        double bytes = parameters * sizeof(float) * copies;
        // A row's activations, each kept for the way back.
        double activations = _nodes.Sum(node =>
            node.Outputs.Sum(output => _shapes[output].Aggregate(1.0, (product, size) => product * size))
            + node.Operator.WorkingElements(node, [.. node.Inputs.Select(input => _shapes[input])])
        );
        bytes += activations * sizeof(float);
        long memory = MemoryBudget.Available;
        if (bytes > memory * mostOfMemory)
            throw NetworkErrors.TooLarge(parameters, bytes, memory);
    }
}
