using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Networks.Building;
using PSModelPruning.Compute.Networks.Inference;
using PSModelPruning.Compute.Pruning.Networks.Structures;
using PSModelPruning.Compute.Tests.Pruning;
using PSModelPruning.Compute.Tests.Storage;
using TorchSharp;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Tests.Networks.Operators;

/// <summary>Nodes that give several values, or leave some of them out.</summary>
public sealed class SeveralOutputsTests
{
    [Fact]
    public void Split_cuts_as_libtorch_does()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = arange(2 * 5 * 3, ScalarType.Float32).reshape(2, 5, 3);
        Node byNumbers = Split(["a", "b"], NodeAttributes.Empty.With("axis", 1).With("split", 2, 3)),
            uneven = Split(["a", "b"], NodeAttributes.Empty.With("axis", -2).With("num_outputs", 2));

        Tensor?[] parts = [.. byNumbers.Operator.ExecuteAll(byNumbers, [x], RunContext.Inference)];
        Tensor?[] others = [.. uneven.Operator.ExecuteAll(uneven, [x], RunContext.Inference)];

        Assert.Equal([0f, 1, 2, 3, 4, 5, 15, 16, 17, 18, 19, 20], parts[0]!.Floats());
        Assert.Equal(x.narrow(1, 2, 3).Floats(), parts[1]!.Floats());
        Assert.Equal(x.narrow(1, 0, 3).Floats(), others[0]!.Floats());
        Assert.Equal(x.narrow(1, 3, 2).Floats(), others[1]!.Floats());
        Assert.Equal(
            [
                [2, 2, 3],
                [2, 3, 3],
            ],
            byNumbers.Operator.InferShapes(
                byNumbers,
                [
                    [2, 5, 3],
                ]
            )
        );
    }

    [Theory]
    [InlineData("axis 0")]
    [InlineData("split 2 2")]
    [InlineData("split -1 6")]
    [InlineData("num_outputs 3")]
    [InlineData("")]
    public void Sizes_that_do_not_fit_are_refused(string attribute)
    {
        string[] words = attribute.Split(' ');
        long[] numbers = [.. words.Skip(1).Select(long.Parse)];
        NodeAttributes attributes = NodeAttributes.Empty.With("axis", 1);
        attributes =
            words[0].Length == 0 ? attributes
            : numbers.Length == 1 ? attributes.With(words[0], numbers[0])
            : attributes.With(words[0], numbers);
        Node node = Split(["a", "b"], attributes);

        Assert.Equal(
            "ShapeMismatch",
            Assert
                .Throws<ComputeException>(() =>
                    node.Operator.ShapesOf(
                        node,
                        [
                            [2, 5, 3],
                        ]
                    )
                )
                .ErrorId
        );
    }

    [Fact]
    public void An_operator_with_one_output_refuses_a_second()
    {
        var node = new Node("relu1", OperatorCatalog.Get("Relu"), ["x"], ["a", "b"], NodeAttributes.Empty);

        Assert.Equal(
            "ShapeMismatch",
            Assert
                .Throws<ComputeException>(() =>
                    node.Operator.ShapesOf(
                        node,
                        [
                            [2, 5],
                        ]
                    )
                )
                .ErrorId
        );
    }

    /// <summary>Channels of a part are the very channels before it: they go from the layer before and from what reads the part.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Channels_go_through_a_split(int seed)
    {
        using DisposeScope scope = NewDisposeScope();
        using Graph graph = Branches(seed);
        using var generator = new Generator((ulong)seed, CPU);
        foreach (GraphParameter parameter in graph.Parameters.Values)
            nn.init.uniform_(parameter.Value, -0.6, 0.6, generator);
        Tensor input = randn([6, 2, 8, 8], generator: generator);
        var random = new Random(seed);
        PruningUnit[] gone =
        [
            .. UnitGroups
                .Of(graph)
                .Where(group => group.FixedReason is null)
                .SelectMany(group => group.Units.Skip(1).Where(_ => random.Next(2) == 0)),
        ];

        using Graph masked = StructureRemoval.Masked(graph, gone),
            shrunk = StructureRemoval.Shrunk(graph, gone);

        long[] sizes = shrunk.Nodes.Single(node => node.Name == "split").Attributes.Integers("split");
        Assert.Equal(shrunk.Parameters["conv.weight"].Shape[0], sizes.Sum());
        Assert.Equal(shrunk.Parameters["left.weight"].Shape[1], sizes[0]);
        Assert.Equal(shrunk.Parameters["right.weight"].Shape[1], sizes[1]);
        Assert.True(sizes.Sum() < 12);
        Tensor expected = new GraphRunner(masked).Infer(input),
            actual = new GraphRunner(shrunk).Infer(input);
        Assert.InRange((expected - actual).abs().max().item<float>(), 0, 1e-5);
        Assert.Equal(new GraphRunner(shrunk).Run(input, RunContext.Inference).Floats(), actual.Floats());
    }

    /// <summary>A part whose units compete by themselves cannot be emptied by the others.</summary>
    [Fact]
    public void The_units_of_every_part_are_a_group()
    {
        using Graph graph = Branches(1);

        UnitGroup[] groups = [.. UnitGroups.Of(graph).Where(group => group.Layers.SequenceEqual(["conv"]))];

        Assert.Equal([5, 7], groups.Select(group => group.Units.Count).Order());
    }

    /// <summary>All channels of the first part are the weakest of the layer, and yet one of them stays.</summary>
    [Theory]
    [InlineData(PruningScope.Global)]
    [InlineData(PruningScope.Layer)]
    public void Pruning_empties_no_part_of_a_split(PruningScope scope)
    {
        using Graph graph = Branches(1);
        using (no_grad())
            graph.Parameters["conv.weight"].Value.narrow(0, 0, 5).div_(tensor(100f));
        Dataset data = PruningFixture.Blobs([2, 8, 8], 4);
        NetworkModel model = PruningFixture.Train(graph, data, 0);

        using NetworkModel pruned = PruningFixture.Prune(
            model,
            PruningFixture.Options(0.6, "MagnitudeL2", "Channel", epochs: 1).WithNetwork(network => network with { Scope = scope })
        );

        long[] sizes = pruned.Graph.Nodes.Single(node => node.Name == "split").Attributes.Integers("split");
        Assert.InRange(sizes[0], 1, 4);
        Assert.True(pruned.MultiplyAccumulates < model.MultiplyAccumulates);
        var outputs = new float[4 * 4];
        pruned.Predict([.. Enumerable.Range(0, 4 * 128).Select(i => MathF.Cos(i))], 4, outputs);
        Assert.All(outputs, probability => Assert.InRange(probability, 0, 1));
    }

    [Fact]
    public void A_split_network_trains_and_predicts_through_the_plan()
    {
        using DisposeScope scope = NewDisposeScope();
        using Graph graph = Branches(3);
        using var plan = new InferencePlan(graph);
        float[] input = [.. Enumerable.Range(0, 3 * 128).Select(i => MathF.Sin(i))],
            outputs = new float[3 * 4];

        plan.Run(input, 3, outputs);

        OperatorRun.AssertClose(
            [.. new GraphRunner(graph).Infer(tensor(input, [3, 2, 8, 8])).Floats().Select(x => (double)x)],
            tensor(outputs)
        );
        Tensor weight = graph.Parameters["conv.weight"].Value.requires_grad_(true);
        Tensor loss = new GraphRunner(graph).Run(tensor(input, [3, 2, 8, 8]), new RunContext(true)).square().sum();
        loss.backward();
        Assert.True(weight.grad!.abs().sum([1L, 2, 3]).gt(tensor(0f)).all().item<bool>());
    }

    [Fact]
    public void Inference_lets_go_of_parts_that_nothing_reads()
    {
        using DisposeScope scope = NewDisposeScope();
        var graph = new Graph(
            "x",
            [6],
            "y",
            [
                new Node("split", OperatorCatalog.Get("Split"), ["x"], ["a", "unused"], NodeAttributes.Empty.With("axis", 1)),
                new Node("relu", "Relu", ["a"], "y", NodeAttributes.Empty),
            ],
            []
        );
        var runner = new GraphRunner(graph);
        Tensor input = tensor(new float[] { -1, 2, -3, 4, 5, 6 }, [1, 6]);
        runner.Infer(input).Dispose();
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        Tensor output = runner.Infer(input);

        Assert.Equal(before + 1, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        Assert.Equal([0f, 2, 0], output.Floats());
        Assert.Equal([-1f, 2, -3, 4, 5, 6], input.Floats());
    }

    /// <summary>The empty name of an optional input is no value: of pruning, kernels and files.</summary>
    [Fact]
    public void An_optional_input_can_be_left_out()
    {
        using DisposeScope scope = NewDisposeScope();
        var builder = new GraphBuilder([2, 8, 8]);
        NodeAttributes attributes = new Convolution(6, 3, 3).Attributes();
        builder.Add("conv", "Conv", attributes, builder.Current, builder.Parameter("conv", "weight", [6, 2, 3, 3]), "");
        builder.BatchNormalization("norm");
        builder.Add("relu", "Relu");
        builder.Add("flatten", "Flatten");
        string weight = builder.Parameter("fc", "weight", [3, 216]);
        builder.Add("fc", "Gemm", NodeAttributes.Empty.With("transB", 1), builder.Current, weight, "");
        Dataset data = PruningFixture.Blobs([2, 8, 8]);
        NetworkModel model = PruningFixture.Train(builder.Build(1), data, 1);

        using NetworkModel pruned = PruningFixture.Prune(model, PruningFixture.Options(0.5, "Taylor", "Channel", epochs: 1)),
            read = (NetworkModel)Samples.Load(Samples.Save(pruned));

        Assert.Equal([3L, 2, 3, 3], read.Graph.Parameters["conv.weight"].Shape);
        Assert.Equal("", read.Graph.Nodes[0].Inputs[2]);
        Assert.Equal(Samples.Predict(pruned), Samples.Predict(read));
        using Graph folded = BatchNormFolding.Fold(read.Graph);
        Assert.DoesNotContain(folded.Nodes, node => node.Operator is IChannelScaling);
        Assert.NotNull(LaneCompiler.Compile(folded));
    }

    /// <summary>All outputs at once are those that single-output nodes give, and the last cell state is libtorch's.</summary>
    [Theory]
    [InlineData("LSTM", "forward")]
    [InlineData("LSTM", "bidirectional")]
    [InlineData("GRU", "reverse")]
    public void Recurrent_layers_give_all_their_states(string type, string direction)
    {
        using DisposeScope scope = NewDisposeScope();
        using var generator = new Generator(8, CPU);
        int gates = type == "LSTM" ? 4 : 3,
            directions = direction == "bidirectional" ? 2 : 1;
        Tensor?[] inputs =
        [
            randn([3, 5, 4], generator: generator),
            randn([directions, gates * 6, 4], generator: generator),
            randn([directions, gates * 6, 6], generator: generator),
            randn([directions, 2 * gates * 6], generator: generator),
        ];
        NodeAttributes attributes = NodeAttributes.Empty.With("hidden_size", 6).With("direction", direction).With("layout", 1);
        Operator op = OperatorCatalog.Get(type);
        var all = new Node("rnn", op, ["x", "w", "r", "b"], type == "LSTM" ? ["y", "h", "c"] : ["y", "h"], attributes);
        var last = new Node("rnn", op, ["x", "w", "r", "b"], ["", "h"], attributes);

        IReadOnlyList<Tensor?> outputs = op.ExecuteAll(all, inputs, RunContext.Inference);

        Assert.Equal(Single("Y").Floats(), outputs[0]!.Floats());
        Assert.Equal(Single("Y_h").Floats(), outputs[1]!.Floats());
        Assert.Equal(Single("Y_h").Floats(), op.ExecuteAll(last, inputs, RunContext.Inference)[1]!.Floats());
        Assert.Equal(
            op.InferShapes(all, [.. inputs.Select(input => input!.shape)]).ToArray(),
            outputs.Select(output => output!.shape).ToArray()
        );
        Assert.Equal("h", last.Output);
        if (type == "LSTM" && direction == "forward")
            OperatorRun.AssertClose([.. TorchCell(inputs).Floats().Select(x => (double)x)], outputs[2]!, 1e-5);

        Tensor Single(string output) =>
            op.Execute(new Node("rnn", type, ["x", "w", "r", "b"], "y", attributes.With("output", output)), inputs, RunContext.Inference);
    }

    /// <summary>The last cell state of libtorch's LSTM, whose gates are in the order i, f, g, o.</summary>
    private static Tensor TorchCell(Tensor?[] inputs)
    {
        using var lstm = nn.LSTM(4, 6, batchFirst: true);
        using IDisposable gradient = no_grad();
        foreach ((string name, Tensor value) in lstm.named_parameters().Select(p => (p.name, (Tensor)p.parameter)))
        {
            Tensor source =
                name.StartsWith("weight_ih", StringComparison.Ordinal) ? inputs[1]![0]
                : name.StartsWith("weight_hh", StringComparison.Ordinal) ? inputs[2]![0]
                : name.StartsWith("bias_ih", StringComparison.Ordinal) ? inputs[3]![0].narrow(0, 0, 24)
                : inputs[3]![0].narrow(0, 24, 24);
            Tensor[] gates = source.chunk(4, 0);
            value.copy_(cat([gates[0], gates[2], gates[3], gates[1]], 0));
        }
        return lstm.call(inputs[0]!).Item3[0];
    }

    /// <summary>A convolution whose channels go to two branches, one of which also sees the sum of the parts of another axis.</summary>
    private static Graph Branches(int seed)
    {
        var builder = new GraphBuilder([2, 8, 8]);
        builder.Convolution("conv", new Convolution(12, 3, 3) { Padding = 1 });
        builder.Add("relu", "Relu");
        string[] parts = builder.AddSeveral(
            "split",
            OperatorCatalog.Get("Split"),
            2,
            NodeAttributes.Empty.With("axis", 1).With("split", 5, 7)
        );
        builder.ContinueFrom(parts[0]);
        string left = builder.Convolution("left", new Convolution(4, 3, 3) { Padding = 1 });
        builder.ContinueFrom(parts[1]);
        string right = builder.Convolution("right", new Convolution(6, 1, 1));
        builder.Add("join", "Concat", NodeAttributes.Empty.With("axis", 1), left, right);
        string[] halves = builder.AddSeveral("halves", OperatorCatalog.Get("Split"), 2, NodeAttributes.Empty.With("axis", 3));
        builder.Add("sum", "Add", null, halves[0], halves[1]);
        builder.Add("tanh", "Tanh");
        builder.Linear("fc", 4);
        return builder.Build(seed);
    }

    private static Node Split(string[] outputs, NodeAttributes attributes) =>
        new("split1", OperatorCatalog.Get("Split"), ["x"], outputs, attributes);
}
