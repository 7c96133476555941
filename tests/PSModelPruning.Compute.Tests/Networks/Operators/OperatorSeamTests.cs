using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Networks.Building;
using PSModelPruning.Compute.Networks.Inference;
using PSModelPruning.Compute.Pruning.Networks.Criteria;
using PSModelPruning.Compute.Pruning.Networks.Structures;
using PSModelPruning.Compute.Storage.Codecs;
using TorchSharp;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Tests.Networks.Operators;

/// <summary>An operator is its class and a line of the catalog: nothing else decides by an operator's name or class.</summary>
public sealed class OperatorSeamTests
{
    private const string Root = "PSModelPruning.Compute.";

    /// <summary>Where operators are written down: their own classes, and what makes nodes of them.</summary>
    private static readonly string[] Makers =
    [
        Root + "Networks.Operators.",
        Root + "Networks.Building.GraphBuilder",
        Root + "Networks.Specification.",
        Root + "Networks.Presets.",
        // Operators of ONNX files have names of their own, each in its own class.
        Root + "Storage.Onnx.Operators.",
        // What a cleaning rule does with outliers is called Clip too.
        Root + "Data.",
    ];

    private static readonly string Assembly = typeof(Operator).Assembly.Location;

    [Fact]
    public void No_code_decides_by_the_name_of_an_operator()
    {
        HashSet<string> types = [.. OperatorCatalog.All.Select(op => op.Type)];
        (string Type, string Text)[] texts = [.. IntermediateLanguage.Texts(Assembly)];

        Assert.Contains(texts, entry => entry.Text == "Conv" && entry.Type == Root + "Networks.Operators.ConvOperator");
        Assert.DoesNotContain(texts, entry => types.Contains(entry.Text) && !IsMaker(entry.Type));
    }

    [Fact]
    public void No_code_decides_by_the_class_of_an_operator()
    {
        HashSet<string> classes =
        [
            .. typeof(Operator).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Operator))).Select(type => type.FullName!),
        ];
        (string Type, string Text)[] tests = [.. IntermediateLanguage.TypeTests(Assembly)];

        Assert.Contains(tests, entry => entry.Text == typeof(IChannelScaling).FullName);
        Assert.DoesNotContain(tests, entry => classes.Contains(entry.Text) && !IsMaker(entry.Type));
    }

    [Fact]
    public void Every_operator_has_a_class_of_its_own_name() =>
        Assert.All(OperatorCatalog.All, op => Assert.Equal($"{op.Type}Operator", op.GetType().Name, ignoreCase: true));

    /// <summary>
    /// An operator that no other code can know: built, started, shaped, counted, pruned, compiled, folded into, written and read.
    /// </summary>
    [Fact]
    public void A_new_operator_takes_part_in_everything_without_being_listed_anywhere()
    {
        var stretch = new StretchOperator();
        using DisposeScope scope = NewDisposeScope();
        using Graph graph = Network(stretch);
        using Graph again = NetworkFactory.Like(graph, 2);
        using var generator = new Generator(4, CPU);
        Tensor input = randn([40, 2, 6, 6], generator: generator);

        // Starting weights: its own, and what a rectifier behind it asks of the convolution before it.
        Assert.Equal(Enumerable.Repeat(1.5f, 12), again.Parameters["stretch.factor"].Value.data<float>().ToArray());
        Assert.Equal(2, InitialGain.Of(graph.Nodes, "conv.weight"));
        // Shapes and costs.
        Assert.Equal([1, 12, 4, 4], graph.InferShapes()["stretch"]);
        Assert.Equal(12 * 16, graph.MultiplyAccumulatesByNode()["stretch"]);
        // Flow of amounts.
        Assert.Null(LinearFlow.Gate(graph));
        // Pruning: masked and shrunk are the same, and its parameter shrinks along.
        foreach (GraphParameter parameter in graph.Parameters.Values)
            nn.init.uniform_(parameter.Value, 0.1, 0.9, generator);
        PruningUnit[] gone =
        [
            .. UnitGroups.Of(graph).Single(group => group.Layers.SequenceEqual(["conv"])).Units.Where((_, i) => i % 3 != 1),
        ];
        using Graph masked = StructureRemoval.Masked(graph, gone),
            shrunk = StructureRemoval.Shrunk(graph, gone);
        Assert.Equal([4L], shrunk.Parameters["stretch.factor"].Shape);
        Close(Run(masked, input), Run(shrunk, input), 1e-5);
        // Kernels: with the normalization behind it folded into it.
        using Graph folded = BatchNormFolding.Fold(shrunk);
        Assert.DoesNotContain(folded.Nodes, node => node.Operator is IChannelScaling);
        LaneProgram program = LaneCompiler.Compile(folded)!;
        var outputs = new float[40 * 3];
        program.Run(input.data<float>().ToArray(), 40, outputs, 1);
        Close(Run(shrunk, input), tensor(outputs, [40, 3]), 1e-5);
        // Files.
        Node node = graph.Nodes.Single(other => other.Operator == stretch);
        Node read = GraphDocuments.ToNode(GraphDocuments.Of(node), type => type == stretch.Type ? stretch : OperatorCatalog.Get(type));
        Assert.Equal((node.Name, node.Operator, node.Output), (read.Name, read.Operator, read.Output));
        Assert.Equal(node.Inputs, read.Inputs);
        Assert.Equal("OperatorUnknown", Assert.Throws<ComputeException>(() => OperatorCatalog.Get(stretch.Type)).ErrorId);
    }

    private static Graph Network(Operator stretch)
    {
        var builder = new GraphBuilder([2, 6, 6]);
        builder.Convolution("conv", new Convolution(12, 3, 3));
        builder.Add("stretch", stretch, null, builder.Current, builder.Parameter("stretch", "factor", [12]));
        builder.BatchNormalization("norm");
        builder.Add("relu", "Relu");
        builder.Linear("fc", 3);
        return builder.Build(1);
    }

    private static Tensor Run(Graph graph, Tensor input) => new GraphRunner(graph).Infer(input);

    private static void Close(Tensor expected, Tensor actual, double tolerance) =>
        Assert.InRange((expected - actual).abs().max().item<float>(), 0, tolerance * Math.Max(1, expected.abs().max().item<float>()));

    private static bool IsMaker(string type) => Makers.Any(maker => type.StartsWith(maker, StringComparison.Ordinal));

    /// <summary>x · factor, a factor a channel of an image.</summary>
    private sealed class StretchOperator : Operator
    {
        internal override string Type => "Stretch";

        internal override double? InitialGain => null;

        internal override Tensor Execute(Node node, Tensor?[] inputs, in RunContext context) => inputs[0]! * inputs[1]!.view(1, -1, 1, 1);

        internal override long[] InferShape(Node node, IReadOnlyList<long[]> inputs) => inputs[0];

        internal override long MultiplyAccumulates(Node node, IReadOnlyList<long[]> inputs, long[] output) =>
            output.Skip(1).Aggregate(1L, (product, size) => product * size);

        internal override void RelateChannels(Node node, ChannelRelations relations) =>
            relations.CoupleParameter(relations.DeclareSame(node.Output, node.Inputs[0]), node.Inputs[1], 0);

        internal override Initializer? InitialValues(Node node, int input, long[] shape, bool isTrainable) => new Initializer.Constant(1.5);

        internal override SignalFlow Flow(Node node) => SignalFlow.Linear;

        internal override FoldedNode? Fold(Node node, IAffineFolding folding, Tensor scale, Tensor shift) =>
            folding.TryFold(node.Inputs[0], ones_like(scale), shift / (folding.Value(node.Inputs[1])! * scale), out Tensor? rest)
            && rest is null
                ? new FoldedNode(
                    node with
                    {
                        Inputs = [node.Inputs[0], folding.Change(node, node.Inputs[1], "factor", folding.Value(node.Inputs[1])! * scale)],
                    },
                    null
                )
                : null;

        internal override bool Compile(Node node, ILaneBuilder lanes) =>
            lanes.Numbers(node.Inputs[1]) is { } factors && lanes.Scale(node, factors, new float[factors.Length]);
    }
}
