using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Networks.Building;
using PSModelPruning.Compute.Networks.Inference;
using PSModelPruning.Compute.Pruning;
using PSModelPruning.Compute.Pruning.Networks.Quantization;
using PSModelPruning.Compute.Pruning.Networks.Structures;
using PSModelPruning.Compute.Tests.Pruning;
using PSModelPruning.Compute.Tests.Storage;
using PSModelPruning.Compute.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Tests.Networks.Operators;

/// <summary>Values that are not float32: indices, truth values, float64.</summary>
public sealed class ElementTypeTests
{
    [Fact]
    public void Cast_cuts_off_what_is_behind_the_point()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = tensor(new[] { -1.7f, -0.2f, 0f, 0.9f, 2.5f });

        Assert.Equal([-1L, 0, 0, 0, 2], OperatorRun.Run("Cast", To(7), x).data<long>().ToArray());
        Assert.Equal([true, true, false, true, true], OperatorRun.Run("Cast", To(9), x).data<bool>().ToArray());
        Assert.Equal(ScalarType.Float64, OperatorRun.Run("Cast", To(11), x).dtype);
        Assert.Equal("AttributeInvalid", Assert.Throws<ComputeException>(() => OperatorRun.Run("Cast", To(16), x)).ErrorId);
    }

    [Fact]
    public void Gather_chooses_by_whole_numbers_along_any_axis()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = arange(2 * 3 * 4, ScalarType.Float32).reshape(2, 3, 4);

        Tensor steps = OperatorRun.Run("Gather", NodeAttributes.Empty.With("axis", 2), x, tensor(new[] { 3L, 0, -2 })),
            last = OperatorRun.Run("Gather", NodeAttributes.Empty.With("axis", -1), x, tensor(-1L));

        Assert.Equal(x.index_select(2, tensor(new[] { 3L, 0, 2 })).Floats(), steps.Floats());
        Assert.Equal([3f, 7, 11, 15, 19, 23], last.Floats());
        ComputeException error = Assert.Throws<ComputeException>(() =>
            OperatorRun.Run("Gather", NodeAttributes.Empty.With("axis", 2), x, tensor(new[] { 4L }))
        );
        Assert.Equal("IndexOutside", error.ErrorId);
    }

    [Fact]
    public void Comparisons_and_choices_are_those_by_hand()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor a = tensor(new[] { 1f, 5, 3, 2, 2, 9 }, [2, 3]),
            b = tensor(new[] { 1f, 4, 3 }, [1, 3]);

        Tensor equal = OperatorRun.Run("Equal", a, b);
        Tensor chosen = OperatorRun.Run("Where", equal, a, tensor(new[] { -1f }));
        Tensor greatest = OperatorRun.Run("ArgMax", NodeAttributes.Empty.With("axis", 1).With("keepdims", 0), a);

        Assert.Equal([true, false, true, false, false, false], equal.data<bool>().ToArray());
        Assert.Equal([1f, -1, 3, -1, -1, -1], chosen.Floats());
        Assert.Equal([1L, 2], greatest.data<long>().ToArray());
    }

    [Theory]
    [InlineData("Relu", "Int64", null)]
    [InlineData("Add", "Float32", "Int64")]
    [InlineData("Gemm", "Float64", "Float32")]
    [InlineData("Gather", "Float32", "Bool")]
    public void Types_that_do_not_fit_are_refused(string type, string first, string? second)
    {
        string?[] given = second is null ? [first] : [first, second];
        ScalarType?[] types = [.. given.Select(name => (ScalarType?)Enum.Parse<ScalarType>(name!))];
        var node = new Node("layer1", type, [.. given.Select((_, i) => $"x{i}")], "y", NodeAttributes.Empty);

        ComputeException error = Assert.Throws<ComputeException>(() => node.Operator.InferType(node, types, 0));

        Assert.Equal("TypeMismatch", error.ErrorId);
        Assert.Contains("layer1", error.Message);
    }

    [Fact]
    public void Types_follow_the_graph_and_are_the_executed_ones()
    {
        using DisposeScope scope = NewDisposeScope();
        using Graph graph = Mixed();
        Dictionary<string, ScalarType> types = graph.InferTypes();
        var seen = new Dictionary<string, ScalarType>();

        new GraphRunner(graph).Run(rand(3, 12).mul_(4), RunContext.Inference, null, (name, value) => seen.Add(name, value.dtype));

        Assert.Equal(ScalarType.Int64, types["numbers"]);
        Assert.Equal(ScalarType.Bool, types["isZero"]);
        Assert.All(seen, entry => Assert.Equal(types[entry.Key], entry.Value));
    }

    /// <summary>Channels go through a choice of steps, a comparison and a table that whole numbers look up.</summary>
    [Fact]
    public void Channels_go_through_values_of_other_types()
    {
        using DisposeScope scope = NewDisposeScope();
        using Graph graph = Mixed();
        using var generator = new Generator(3, CPU);
        foreach (GraphParameter parameter in graph.Parameters.Values.Where(parameter => !parameter.IsConstant))
            nn.init.uniform_(parameter.Value, -0.7, 0.7, generator);
        Tensor input = rand([5, 12], generator: generator).mul_(4);
        UnitGroup[] groups = [.. UnitGroups.Of(graph).Where(group => group.FixedReason is null)];
        PruningUnit[] gone = [.. groups.SelectMany(group => group.Units.Where((_, i) => i % 3 == 1))];
        Assert.Contains(groups, group => group.Layers.Contains("table"));
        Assert.Contains(groups, group => group.Layers.Contains("conv"));

        using Graph masked = StructureRemoval.Masked(graph, gone),
            shrunk = StructureRemoval.Shrunk(graph, gone);

        Assert.True(shrunk.MultiplyAccumulates() < graph.MultiplyAccumulates());
        Tensor expected = new GraphRunner(masked).Infer(input),
            actual = new GraphRunner(shrunk).Infer(input);
        Assert.InRange((expected - actual).abs().max().item<float>(), 0, 1e-5);
    }

    [Fact]
    public void A_plan_leaves_such_networks_to_libtorch()
    {
        using DisposeScope scope = NewDisposeScope();
        using Graph graph = Mixed();
        Assert.Null(LaneCompiler.Compile(graph));
        using var plan = new InferencePlan(graph);
        float[] input = [.. Enumerable.Range(0, 4 * 12).Select(i => i * 7 % 4 + 0.25f)],
            outputs = new float[4 * 3];

        plan.Run(input, 4, outputs);

        Assert.Equal(new GraphRunner(graph).Infer(tensor(input, [4, 12])).Floats(), outputs);
    }

    /// <summary>
    /// Several outputs and constants of other types come back from a file; the file says that it needs a reader that has them.
    /// </summary>
    [Fact]
    public void A_file_holds_other_types_and_several_outputs()
    {
        using DisposeScope scope = NewDisposeScope();
        using NetworkModel model = new NetworkModel(Samples.Description(12, 3), Mixed()).Finished();

        using var read = (NetworkModel)Samples.Load(Samples.Save(model));

        Assert.Equal(Samples.Predict(model), Samples.Predict(read));
        Assert.Equal(ScalarType.Int64, read.Graph.Parameters["steps.indices"].Value.dtype);
        Assert.Equal(model.Graph.InferTypes(), read.Graph.InferTypes());
        Assert.Equal(
            model.Graph.Nodes.Select(node => string.Join(' ', node.Outputs)),
            read.Graph.Nodes.Select(node => string.Join(' ', node.Outputs))
        );
        Assert.Equal(Samples.Sizes(model), Samples.Sizes(read));
    }

    /// <summary>Constants of other types are no weights: nothing trains, rounds, rewinds or checkpoints them.</summary>
    [Theory]
    [InlineData("Iterative", "Channel", "Taylor")]
    [InlineData("Iterative", "Element", "Magnitude")]
    [InlineData("LotteryTicket", "Element", "Magnitude")]
    public void Pruning_leaves_constants_alone(string schedule, string granularity, string method)
    {
        string folder = Directory.CreateTempSubdirectory("constants").FullName;
        try
        {
            using NetworkModel model = Trained();
            PruningOptions options = PruningFixture
                .Options(0.5, method, granularity, schedule, epochs: 1)
                .WithNetwork(network => network with { Steps = 2 })
                .ReadBySchedule();
            if (schedule == "LotteryTicket")
                options = options.WithNetwork(network => network with { FineTuneEpochs = null, RewindEpoch = 0 });
            var counting = new InterruptingMonitor(int.MaxValue);
            using NetworkModel whole = PruningFixture.Prune(model, options, counting);
            string file = Path.Combine(folder, "run.checkpoint");
            PruningOptions kept = options with { Checkpoint = new CheckpointOptions { CheckpointPath = file } };

            Assert.Throws<OperationCanceledException>(() =>
                PruningFixture.Prune(model, kept, new InterruptingMonitor((int)(0.7 * counting.Looks)))
            );
            using NetworkModel resumed = PruningFixture.Prune(model, kept with { Checkpoint = kept.Checkpoint with { Resume = true } });

            Assert.Equal([5L, 0, -3, 2], whole.Graph.Parameters["steps.indices"].Value.data<long>().ToArray());
            Assert.True(whole.NonzeroParameters < model.NonzeroParameters);
            Assert.Equal(Samples.Predict(whole), Samples.Predict(resumed));
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    [Theory]
    [InlineData("Int8")]
    [InlineData("Float16")]
    [InlineData("Codebook")]
    public void Quantizing_leaves_constants_alone(string scheme)
    {
        using NetworkModel model = Trained();
        var options = new PruningOptions
        {
            Target = new PruningTarget(),
            Quantization = new QuantizationOptions { Quantize = scheme, QuantizeEpochs = 1 },
            Seed = 5,
            Threads = 1,
            Network = new() { BatchSize = 32 },
        };

        using NetworkModel quantized = PruningFixture.Prune(model, options),
            read = (NetworkModel)Samples.Load(Samples.Save(quantized));

        Assert.Null(read.Graph.Parameters["steps.indices"].Encoding);
        Assert.Equal([5L, 0, -3, 2], read.Graph.Parameters["steps.indices"].Value.data<long>().ToArray());
        Assert.NotNull(read.Graph.Parameters["conv.weight"].Encoding);
        Assert.Equal(Samples.Predict(quantized), Samples.Predict(read));
    }

    /// <summary>Twelve numbers, of which the first six name entries of a table, beside a convolution whose steps are chosen.</summary>
    private static Graph Mixed()
    {
        var builder = new GraphBuilder([12]);
        string[] parts = builder.AddSeveral("parts", OperatorCatalog.Get("Split"), 2, NodeAttributes.Empty.With("axis", 1));
        builder.ContinueFrom(parts[0]);
        builder.Add("limits", "Clip", NodeAttributes.Empty.With("min", 0).With("max", 4));
        string numbers = builder.Add("numbers", "Cast", NodeAttributes.Empty.With("to", 7));
        string entries = builder.Add(
            "table",
            "Gather",
            null,
            builder.Parameter("table", "weight", [5, 6], new Initializer.Normal(1)),
            numbers
        );
        builder.Add("turn", "Transpose", NodeAttributes.Empty.With("perm", 0, 2, 1), entries);
        string looked = builder.Convolution("mix", new Convolution(9, 3));
        builder.ContinueFrom(parts[1]);
        builder.Add("steps1", "Reshape", NodeAttributes.Empty.With("shape", 0, 1, -1));
        builder.Convolution("conv", new Convolution(9, 3) { Padding = 1 });
        string relu = builder.Add("relu", "Relu");
        string indices = builder.Constant("steps", "indices", ScalarType.Int64, [4], () => tensor(new[] { 5L, 0, -3, 2 }));
        string chosen = builder.Add("steps", "Gather", NodeAttributes.Empty.With("axis", 2), relu, indices);
        string zero = builder.Constant("isZero", "zero", ScalarType.Float32, [1], () => zeros(1));
        string isZero = builder.Add("isZero", "Equal", null, chosen, zero);
        builder.Add("choice", "Where", null, isZero, looked, chosen);
        builder.Convolution("last", new Convolution(7, 2));
        builder.Add("tanh", "Tanh");
        builder.Linear("fc", 3);
        return builder.Build(5);
    }

    private static NetworkModel Trained()
    {
        Dataset data = PruningFixture.Blobs([12]);
        using NetworkModel untrained = PruningFixture.Train(Mixed(), data, 0);
        var options = new TrainingOptions
        {
            Epochs = 2,
            BatchSize = 24,
            Seed = 4,
            Threads = 1,
        };
        return ModelTrainer.TrainAgain(untrained, data, options, PruningFixture.Silent);
    }

    private static NodeAttributes To(long type) => NodeAttributes.Empty.With("to", type);
}
