using PSModelPruning.Compute.Evaluation;
using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Pruning;
using PSModelPruning.Compute.Pruning.Networks.Quantization;
using PSModelPruning.Compute.Tests.Evaluation;

namespace PSModelPruning.Compute.Tests.Pruning.Quantization;

/// <summary>Whole models through the pruner, as the cmdlet calls it.</summary>
public sealed class QuantizationTests
{
    private static readonly Lazy<NetworkModel> ConvNet = new(() =>
        PruningFixture.Train(
            NetworkFactory.FromLayers(
                ["conv 6x3 pad 1", "batchnorm", "relu", "maxpool 2", "conv 8x3 pad 1", "batchnorm", "relu", "flatten", "linear 12", "relu"],
                [1, 6, 6],
                3,
                2
            ),
            PruningFixture.Blobs([1, 6, 6], training: 192),
            6
        )
    );

    public static TheoryData<string> Schemes => [.. QuantizerCatalog.Entries.Select(entry => entry.Name)];

    [Theory]
    [MemberData(nameof(Schemes))]
    public void Every_scheme_keeps_zeros_and_holds_only_numbers_that_its_encoding_represents(string scheme)
    {
        using NetworkModel pruned = PruningFixture.Prune(PruningFixture.DigitsModel, PruningFixture.Options(0.6));
        foreach (int epochs in new[] { 0, 2 })
        {
            using NetworkModel quantized = PruningFixture.Prune(pruned, Only(scheme, epochs));

            foreach ((Node _, GraphParameter weight) in quantized.Graph.PrunableWeights())
            {
                AssertRepresentable(weight);
                float[] before = Values(pruned.Graph.Parameters[weight.Name]),
                    after = Values(weight);
                Assert.All(Enumerable.Range(0, before.Length).Where(i => before[i] == 0), i => Assert.Equal(0, after[i]));
                Assert.NotNull(weight.Mask);
            }
            Assert.Equal(
                scheme.Contains("Float", StringComparison.Ordinal),
                quantized.Graph.Parameters["fc1.bias"].Encoding is HalfEncoding
            );
            Assert.Equal("Quantized", quantized.History[^1].Action);
            Assert.Equal(Score(quantized), quantized.Pruning!.ScoreAfter, 9);
            Assert.InRange(Score(quantized), Score(pruned) - 0.06, 1);
            Assert.Equal(epochs, quantized.Pruning.Quantization!.Epochs);
            Assert.True(quantized.Pruning.Quantization.MeanSquaredError > 0);
        }
    }

    [Fact]
    public void A_sparse_network_that_is_only_quantized_chooses_its_kernels_as_a_pruned_one_does()
    {
        using NetworkModel pruned = PruningFixture.Prune(PruningFixture.DigitsModel, PruningFixture.Options(0.9));
        using NetworkModel quantized = PruningFixture.Prune(pruned, Only("Codebook"));

        Assert.NotEmpty(pruned.Kernels);
        Assert.Equal(pruned.Kernels.Select(kernel => kernel.BatchSize), quantized.Kernels.Select(kernel => kernel.BatchSize));
    }

    [Fact]
    public void Int8_folds_normalization_and_rounds_what_arrives_at_layers_that_multiply()
    {
        using NetworkModel quantized = PruningFixture.Prune(ConvNet.Value, Only("Int8"));

        Assert.DoesNotContain(quantized.Graph.Nodes, node => node.OperatorType == "BatchNormalization");
        foreach (Node node in quantized.Graph.Nodes.Where(node => node.OperatorType is "Conv" or "Gemm"))
            Assert.EndsWith(".dequantized", node.Inputs[0], StringComparison.Ordinal);
        Assert.Equal(4, quantized.Graph.Nodes.Count(node => node.OperatorType == "QuantizeLinear"));
        Assert.Equal(4, quantized.Pruning!.Quantization!.Activations.Count);
        Assert.Equal("Int8", quantized.NumberFormat);
        Assert.Equal("float32", ConvNet.Value.NumberFormat);
        Assert.InRange(Score(quantized), Score(ConvNet.Value) - 0.05, 1);
        Assert.Equal(
            "folded into the layer before it",
            quantized.Pruning.Layers.First(layer => layer.Operator == "BatchNormalization").Reason
        );
        Assert.Equal(8, quantized.Pruning.Layers.First(layer => layer.Operator == "Conv").Bits);
    }

    [Fact]
    public void Int8_outputs_are_those_of_whole_number_arithmetic()
    {
        using NetworkModel quantized = PruningFixture.Prune(PruningFixture.Mlp(PruningFixture.Blobs([7]), 4, 5), Only("Int8"));
        ReadOnlySpan<float> row = quantized.Dataset!.Validation.Row(0);
        double[] values = row.ToArray().Select(value => (double)value).ToArray();

        foreach (string layer in new[] { "fc1", "fc2" })
        {
            QuantizedActivation activation = quantized.Pruning!.Quantization!.Activations.First(entry =>
                entry.Name == (layer == "fc1" ? "input" : "relu1")
            );
            long[] codes =
            [
                .. values.Select(value => (long)Math.Clamp(MathF.Round((float)value / activation.Scale) + activation.ZeroPoint, 0, 255)),
            ];
            GraphParameter weight = quantized.Graph.Parameters[$"{layer}.weight"];
            float[] numbers = Values(weight),
                biases = Values(quantized.Graph.Parameters[$"{layer}.bias"]);
            var scales = ((IntegerEncoding)weight.Encoding!).Scales;
            values =
            [
                .. Enumerable
                    .Range(0, biases.Length)
                    .Select(output =>
                    {
                        long sum = 0;
                        for (int i = 0; i < codes.Length; i++)
                            sum +=
                                (long)MathF.Round(numbers[output * codes.Length + i] / scales[output]) * (codes[i] - activation.ZeroPoint);
                        double result = (double)sum * scales[output] * activation.Scale + biases[output];
                        return layer == "fc1" ? Math.Max(0, result) : result;
                    }),
            ];
        }
        float[] probabilities = new float[3];
        quantized.Predict(row, 1, probabilities);
        double[] exponentials = [.. values.Select(value => Math.Exp(value - values.Max()))];
        Assert.All(Enumerable.Range(0, 3), i => Assert.Equal(exponentials[i] / exponentials.Sum(), probabilities[i], 1e-5));
    }

    [Fact]
    public void Without_data_weights_alone_are_quantized_with_a_warning_and_none_says_nothing()
    {
        using NetworkModel bare = PruningFixture.WithoutData(ConvNet.Value);
        RecordingMonitor warned = new(),
            silent = new();
        using NetworkModel weights = PruningFixture.Prune(bare, Only("Int8"), warned);
        using NetworkModel asked = PruningFixture.Prune(bare, Only("Int8", calibration: "none"), silent);

        Assert.Contains("Calibration = None", Assert.Single(warned.Warnings));
        Assert.Empty(silent.Warnings);
        Assert.Equal(["Int8 weights", "Int8 weights"], [weights.NumberFormat, asked.NumberFormat]);
        Assert.Equal("DatasetMissing", Id(bare, Only("Int8", calibration: "MinMax")));
        Assert.Equal("DatasetMissing", Id(bare, Only("Int4", epochs: 1)));
    }

    [Fact]
    public void The_same_seed_gives_the_same_bits()
    {
        foreach (string scheme in new[] { "Int8", "Codebook", "Int4" })
        {
            PruningOptions options = Only(scheme, 1);
            if (scheme == "Codebook")
                options = options with { Quantization = options.Quantization with { CodebookStart = "Random" } };
            using NetworkModel first = PruningFixture.Prune(ConvNet.Value, options),
                second = PruningFixture.Prune(ConvNet.Value, options);
            Assert.Equal(PruningFixture.Weights(first), PruningFixture.Weights(second));
        }
    }

    [Fact]
    public void Training_with_rounded_weights_wins_back_what_few_bits_lose()
    {
        PruningOptions options = Only("Codebook");
        options = options with { Quantization = options.Quantization with { CodebookBits = 2 } };
        using NetworkModel plain = PruningFixture.Prune(PruningFixture.DigitsModel, options);
        using NetworkModel trained = PruningFixture.Prune(
            PruningFixture.DigitsModel,
            options with
            {
                Quantization = options.Quantization with { QuantizeEpochs = 10, QuantizeLearningRate = 3e-3 },
            }
        );

        Assert.True(Loss(trained) < 0.8 * Loss(plain), $"{Loss(plain)} {Loss(trained)}");
        Assert.All(trained.Graph.PrunableWeights(), entry => Assert.InRange(Values(entry.Weight).Distinct().Count(), 2, 4));
        Assert.Equal("Codebook 2 bit", trained.NumberFormat);
    }

    [Fact]
    public void What_is_pruned_further_is_float32_again_and_equals_pruning_the_decoded_weights()
    {
        using NetworkModel quantized = PruningFixture.Prune(ConvNet.Value, Only("Int8"));
        foreach (string granularity in new[] { "Element", "Channel" })
        {
            var monitor = new RecordingMonitor();
            using NetworkModel pruned = PruningFixture.Prune(quantized, PruningFixture.Options(0.4, granularity: granularity), monitor);

            Assert.Contains("add Quantize", Assert.Single(monitor.Warnings, warning => warning.Contains("float32 again")));
            Assert.False(pruned.Graph.IsQuantized());
            Assert.Equal("float32", pruned.NumberFormat);
            Assert.Same(quantized, pruned.Parent);
            Assert.DoesNotContain(pruned.Pruning!.Layers, layer => layer.Operator.EndsWith("Linear", StringComparison.Ordinal));
        }
        Assert.True(quantized.Graph.IsQuantized());
    }

    [Fact]
    public void Features_go_from_a_quantized_network_with_a_warning()
    {
        NetworkModel model = PruningFixture.Mlp(PruningFixture.Blobs([7]), 2, 5);
        using NetworkModel quantized = PruningFixture.Prune(model, Only("Int8"));
        var monitor = new RecordingMonitor();
        PruningOptions options = new()
        {
            Target = new PruningTarget { KeepFeatures = ["x1", "x4"] },
            Threads = 1,
            Network = new() { FineTuneEpochs = 0 },
        };
        using NetworkModel narrow = PruningFixture.Prune(quantized, options, monitor);

        Assert.Single(monitor.Warnings, warning => warning.Contains("float32 again"));
        Assert.False(narrow.Graph.IsQuantized());
        Assert.Equal(2, narrow.Graph.InputShape[0]);
    }

    [Fact]
    public void A_copy_to_train_anew_is_in_float32()
    {
        using NetworkModel quantized = PruningFixture.Prune(ConvNet.Value, Only("Int8"));
        using Graph again = NetworkFactory.Like(quantized.Graph, 1);

        Assert.False(again.IsQuantized());
        Assert.Equal(quantized.Graph.Nodes.Count - 8, again.Nodes.Count);
    }

    [Fact]
    public void Pruning_and_quantizing_in_one_call_is_counted_and_verified_together()
    {
        PruningOptions options = PruningFixture.Options(0.7, epochs: 1) with
        {
            Quantization = new QuantizationOptions { Quantize = "Codebook", QuantizeEpochs = 1 },
        };
        using NetworkModel both = PruningFixture.Prune(PruningFixture.DigitsModel, options);

        Assert.Equal(0.7, both.Sparsity, 3);
        Assert.Equal("net, 70 % zeros, Codebook", both.Name);
        Assert.Equal(2, both.Training.Count);
        Assert.Equal(Score(both), both.Pruning!.ScoreAfter, 9);
        Assert.Contains("Codebook", both.History[^1].Description);
        Assert.Contains("Codebook", both.Pruning.ToString());
    }

    [Fact]
    public void A_budget_of_accuracy_holds_after_quantizing_or_says_the_best()
    {
        NetworkModel model = PruningFixture.DigitsModel;
        PruningOptions options = PruningFixture.Options(0, epochs: 1) with
        {
            Target = new PruningTarget { MaxAccuracyDrop = 0.04 },
            Quantization = new QuantizationOptions { Quantize = "Codebook", CodebookBits = 3 },
        };
        using NetworkModel held = PruningFixture.Prune(model, options);

        Assert.True(Score(held) >= Score(model) - 0.04 - 1e-9);
        Assert.Equal("Codebook 3 bit", held.NumberFormat);
        ComputeException error = Assert.Throws<ComputeException>(() =>
            PruningFixture.Prune(
                model,
                options.WithNetwork(network => network with { FineTuneEpochs = 0 }) with
                {
                    Target = new PruningTarget { MaxAccuracyDrop = 0 },
                    Quantization = new QuantizationOptions { Quantize = "Codebook", CodebookBits = 1 },
                }
            )
        );
        Assert.Equal("BudgetNotReached", error.ErrorId);
        Assert.Contains("a drop of", error.Message);
    }

    [Fact]
    public void A_budget_of_size_counts_the_quantized_numbers()
    {
        NetworkModel model = PruningFixture.DigitsModel;
        PruningOptions options = PruningFixture.Options(0) with
        {
            Target = new PruningTarget { MaxSizeKB = model.PackedBytes / 1024.0 / 3 },
            Quantization = new QuantizationOptions { Quantize = "Int8" },
        };
        using NetworkModel enough = PruningFixture.Prune(model, options);
        using NetworkModel pruned = PruningFixture.Prune(
            model,
            options with
            {
                Target = new PruningTarget { MaxSizeKB = model.PackedBytes / 1024.0 / 8 },
            }
        );

        Assert.Equal(0, enough.Pruning!.Sparsity, 2);
        Assert.InRange(pruned.Pruning!.Sparsity, 0.3, 0.9);
        Assert.InRange(pruned.PackedBytes, model.PackedBytes / 8 * 0.9, model.PackedBytes / 8);
        Assert.Equal("BudgetNotReached", Id(model, options with { Target = new PruningTarget { MaxSizeKB = 0.01 } }));
    }

    [Fact]
    public void Recurrent_layers_and_embeddings_are_quantized_too()
    {
        NetworkModel model = PruningFixture.Model(
            NetworkFactory.FromLayers(["lstm 6 bidirectional sequence", "gru 5"], [3, 4], 3, 1),
            PruningFixture.Blobs([3, 4], training: 64, validation: 32)
        );
        foreach (string scheme in new[] { "Int8", "Int4", "Codebook" })
        {
            using NetworkModel quantized = PruningFixture.Prune(model, Only(scheme, 1));
            Assert.All(quantized.Graph.PrunableWeights(), entry => AssertRepresentable(entry.Weight));
            Assert.Equal(5, quantized.Pruning!.Quantization!.Layers.Count);
            Assert.Null(quantized.Graph.Parameters["lstm1.bias"].Encoding);
        }
    }

    [Fact]
    public void A_plan_tells_bits_and_errors_of_each_layer_and_changes_nothing()
    {
        NetworkModel model = ConvNet.Value;
        float[] before = PruningFixture.Weights(model);
        PruningOptions options = Only("Int4");
        IReadOnlyList<PruningLayer> plan = ModelPruners.For(model, options).Plan(model, null, options, PruningFixture.Silent);

        Assert.Equal([4, 4, 4, 4], plan.Where(layer => layer.Operator is "Conv" or "Gemm").Select(layer => layer.Bits!.Value));
        Assert.All(plan.Where(layer => layer.Bits is not null), layer => Assert.True(layer.MeanSquaredError > 0));
        Assert.Equal(before, PruningFixture.Weights(model));
    }

    [Fact]
    public void Choices_that_do_nothing_are_refused()
    {
        NetworkModel model = ConvNet.Value;
        string With(PruningOptions options) => Id(model, options);

        Assert.Equal("QuantizeMissing", With(PruningFixture.Options(0.5).With("GroupSize", 16)));
        Assert.Equal("ParameterNotForQuantization", With(Only("Int8").With("GroupSize", 16)));
        Assert.Equal("ParameterNotForQuantization", With(Only("Int4").With("Calibration", "MinMax")));
        Assert.Equal("ParameterNotForQuantization", With(Only("Int8").With("Percentile", 99.0)));
        Assert.Equal("ParameterNotForQuantization", With(Only("Int8").With("FineTuneEpochs", 1)));
        Assert.Equal("ParameterNotForQuantization", With(Only("Int8").With("QuantizeLearningRate", 1e-3)));
        Assert.Equal(
            "QuantizationOutOfRange",
            With(
                Only("Codebook") with
                {
                    Quantization = new QuantizationOptions { Quantize = "Codebook", CodebookBits = 13 },
                }
            )
        );
        Assert.Equal("VariantUnknown", With(Only("Int5")));
        Assert.Equal("PruningTargetMissing", With(Only("Int8") with { Method = "Magnitude" }));
    }

    private static PruningOptions Only(string scheme, int? epochs = null, string? calibration = null) =>
        new()
        {
            Target = new PruningTarget(),
            Quantization = new QuantizationOptions
            {
                Quantize = scheme,
                QuantizeEpochs = epochs,
                Calibration = calibration,
            },
            Seed = 5,
            Threads = 1,
            Network = new() { BatchSize = 32 },
        };

    private static void AssertRepresentable(GraphParameter weight)
    {
        float[] values = Values(weight);
        switch (weight.Encoding)
        {
            case IntegerEncoding integer:
                int most = (1 << (integer.Bits - 1)) - 1;
                Assert.All(values, value =>
                    Assert.Contains(integer.Scales, scale =>
                        MathF.Round(value / scale) * scale == value && Math.Abs(value / scale) < most + 0.5
                    )
                );
                break;
            case HalfEncoding { IsBrain: true }:
                Assert.All(values, value => Assert.Equal(0u, BitConverter.SingleToUInt32Bits(value) & 0xFFFF));
                break;
            case HalfEncoding:
                Assert.All(values, value => Assert.Equal(value, (float)(Half)value));
                break;
            case CodebookEncoding codebook:
                Assert.Equal(codebook.Values.Order().Distinct(), codebook.Values);
                Assert.DoesNotContain(0f, codebook.Values);
                Assert.Subset(codebook.Values.Append(0f).ToHashSet(), values.ToHashSet());
                break;
            default:
                Assert.Fail("not encoded");
                break;
        }
    }

    private static string Id(NetworkModel model, PruningOptions options) =>
        Assert.Throws<ComputeException>(() => PruningFixture.Prune(model, options)).ErrorId;

    private static float[] Values(GraphParameter parameter) => parameter.Value.data<float>().ToArray();

    private static double Score(NetworkModel model) =>
        ModelEvaluator.Evaluate(model, model.Dataset!, PartitionName.Validation, PruningFixture.Silent).Score;

    private static double Loss(NetworkModel model) =>
        ModelEvaluator.Evaluate(model, model.Dataset!, PartitionName.Validation, PruningFixture.Silent).Loss;
}
