using PSModelPruning.Compute.Data;
using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Networks.Presets;
using TorchSharp;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Tests.Storage;

public sealed class PresetRoundTripTests
{
    public static TheoryData<string, bool> Presets
    {
        get
        {
            var data = new TheoryData<string, bool>();
            foreach (Preset preset in PresetCatalog.All)
            {
                data.Add(preset.Name, false);
                data.Add(preset.Name, true);
            }
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Presets))]
    public void Every_preset_predicts_the_same_bits_after_a_round_trip(string preset, bool isPruned)
    {
        using NetworkModel model = Make(preset, isPruned);

        using var read = (NetworkModel)Samples.Load(Samples.Save(model));

        Assert.Equal(Samples.Predict(model, 3), Samples.Predict(read, 3));
        Assert.Equal(Samples.Sizes(model), Samples.Sizes(read));
        Assert.Equal(model.Graph.Parameters.Keys, read.Graph.Parameters.Keys);
        Assert.All(model.Graph.Parameters.Values, p => Assert.Equal(p.Mask is null, read.Graph.Parameters[p.Name].Mask is null));
    }

    [Fact]
    public void LeNet300_at_95_percent_zeros_is_at_least_six_times_smaller_in_the_file()
    {
        using NetworkModel dense = Make("LeNet300", false),
            sparse = Make("LeNet300", true);

        double ratio = (double)Samples.Save(dense).Length / Samples.Save(sparse).Length;

        Assert.InRange(sparse.Sparsity, 0.949, 0.951);
        Assert.True(ratio >= 6, $"only {ratio:0.00} times smaller");
    }

    /// <summary>An image model as Import-Dataset and Train-Model make it: a feature a pixel.</summary>
    internal static NetworkModel Make(string preset, bool isPruned)
    {
        int[] shape = preset.StartsWith("LeNet", StringComparison.Ordinal) ? [1, 28, 28] : [3, 32, 32];
        Graph graph = NetworkFactory.FromPreset(preset, shape, 10, 1);
        if (isPruned)
        {
            using DisposeScope scope = NewDisposeScope();
            using IDisposable gradient = no_grad();
            using var generator = new Generator(3, CPU);
            foreach ((_, GraphParameter weight) in graph.PrunableWeights())
            {
                weight.SetMask(rand(weight.Shape, generator: generator).ge(0.95).to_type(ScalarType.Float32));
                weight.ApplyMask();
            }
        }
        return new NetworkModel(
            Samples.Description(1, 10) with
            {
                Preprocessing = new Preprocessing
                {
                    InputShape = graph.InputShape,
                    Features =
                    [
                        .. ImageSource
                            .PixelNames(graph.InputShape.Count == 3 ? graph.InputShape : [1, 1, graph.InputShape[0]])
                            .Select(
                                (name, i) =>
                                    new DatasetColumn
                                    {
                                        Name = name,
                                        FirstInput = i,
                                        InputCount = 1,
                                        Divisor = 255,
                                        MissingReplacement = "0",
                                        Preparation = "number",
                                    }
                            ),
                    ],
                },
            },
            graph
        );
    }
}
