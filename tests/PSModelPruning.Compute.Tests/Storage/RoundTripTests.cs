using System.IO.Compression;
using System.Text.Json;
using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Tests.Training;
using PSModelPruning.Compute.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Tests.Storage;

public sealed class RoundTripTests
{
    [Theory]
    [InlineData(0, false)]
    [InlineData(0.02, true)]
    [InlineData(0.5, true)]
    [InlineData(0.95, false)]
    [InlineData(1, true)]
    public void Predictions_and_parameters_come_back_bit_for_bit(double sparsity, bool masked)
    {
        using NetworkModel model = Samples.Mlp(33, 19, 4, 3, sparsity, masked);

        using var read = (NetworkModel)Samples.Load(Samples.Save(model));

        Assert.Equal(Bits(Samples.Predict(model)), Bits(Samples.Predict(read)));
        foreach (GraphParameter before in model.Graph.Parameters.Values)
        {
            GraphParameter after = read.Graph.Parameters[before.Name];
            Assert.Equal(before.Value.data<float>().ToArray(), after.Value.data<float>().ToArray());
            Assert.Equal(before.Mask?.data<float>().ToArray(), after.Mask?.data<float>().ToArray());
            Assert.Equal(before.IsTrainable, after.IsTrainable);
        }
    }

    [Fact]
    public void Everything_that_describes_the_model_comes_back()
    {
        using NetworkModel model = Samples.Mlp();

        using var read = (NetworkModel)Samples.Load(Samples.Save(model));

        Assert.Equal(JsonSerializer.Serialize(model.Preprocessing), JsonSerializer.Serialize(read.Preprocessing));
        Assert.Equal(model.Classes, read.Classes);
        Assert.Equal(model.Training, read.Training);
        Assert.Equal(model.History, read.History.SkipLast(1));
        Assert.Equal(DateTimeKind.Utc, read.History[0].Time.Kind);
        Assert.Equal("Imported", read.History[^1].Action);
        Assert.Equal(
            (model.Name, model.Kind, model.Task, model.Seed, model.DatasetHash, model.TargetScale, Samples.Sizes(model)),
            (read.Name, read.Kind, read.Task, read.Seed, read.DatasetHash, read.TargetScale, Samples.Sizes(read))
        );
        Assert.Null(read.Dataset);
        Assert.Null(read.Parent);
    }

    [Fact]
    public void A_mask_that_does_not_follow_from_the_zeros_comes_back()
    {
        using NetworkModel model = Samples.Mlp();
        GraphParameter weight = model.Graph.Parameters["fc1.weight"];
        float[] mask = [.. Enumerable.Range(0, (int)weight.ElementCount).Select(i => i % 3 == 0 ? 0f : 1f)];
        weight.SetMask(tensor(mask).reshape(weight.Shape));

        using var read = (NetworkModel)Samples.Load(Samples.Save(model));

        Assert.Equal(mask, read.Graph.Parameters["fc1.weight"].Mask!.data<float>().ToArray());
        Assert.Equal(weight.Value.data<float>().ToArray(), read.Graph.Parameters["fc1.weight"].Value.data<float>().ToArray());
    }

    [Fact]
    public void What_pruning_made_of_the_model_comes_back()
    {
        using NetworkModel trained = Samples.Mlp();
        using var model = new NetworkModel(trained.Describe(), trained.Graph.Clone())
        {
            OriginalShapes = new Dictionary<string, long[]> { ["fc1.weight"] = [10, 6] },
            Pruning = new PruningReport
            {
                Method = "Taylor",
                Granularity = "Channel",
                Schedule = "OneShot",
                Scope = "Global",
                Target = "sparsity 0.5",
                ScoreBefore = 0.25,
                Layers =
                [
                    new PruningLayer
                    {
                        Layer = "fc1",
                        Operator = "Gemm",
                        Unit = "neuron",
                        Before = 10,
                        Kept = 5,
                    },
                ],
                Rounds = [new PruningRound(1, 0.5, double.NaN, 0.5)],
            },
        };

        using var read = (NetworkModel)Samples.Load(Samples.Save(model));

        Assert.Equal([10L, 6L], read.OriginalShapes["fc1.weight"]);
        Assert.Equal(model.Pruning.Layers, read.Pruning!.Layers);
        Assert.Equal(model.Pruning.Rounds, read.Pruning.Rounds);
        Assert.Equal(model.Pruning with { Layers = [], Rounds = [] }, read.Pruning with { Layers = [], Rounds = [] });
    }

    [Fact]
    public void Ninety_five_percent_zeros_make_the_file_at_least_six_times_smaller()
    {
        using NetworkModel dense = Samples.Mlp(784, 300, 10);
        using NetworkModel sparse = Samples.Mlp(784, 300, 10, sparsity: 0.95, masked: true);

        byte[] denseFile = Samples.Save(dense),
            sparseFile = Samples.Save(sparse);

        Assert.True(denseFile.Length > 6 * sparseFile.Length, $"{denseFile.Length} against {sparseFile.Length}");
        Assert.True(sparseFile.Length < sparse.PackedBytes + 16384, $"{sparseFile.Length} against {sparse.PackedBytes}");
        Assert.True(denseFile.Length >= dense.StoredBytes && denseFile.Length < dense.StoredBytes + 32768);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.02)]
    [InlineData(0.3)]
    [InlineData(0.95)]
    public void PackedBytes_is_what_the_tensor_parts_hold(double sparsity)
    {
        using NetworkModel model = Samples.Mlp(50, 40, 5, sparsity: sparsity, masked: true);
        using var archive = new ZipArchive(new MemoryStream(Samples.Save(model)));
        long held = 0;
        foreach (ZipArchiveEntry entry in archive.Entries.Where(e => e.Name.EndsWith(".safetensors", StringComparison.Ordinal)))
        {
            using var reader = new BinaryReader(entry.Open());
            held += entry.Length - sizeof(ulong) - reader.ReadInt64();
        }

        Assert.Equal(model.PackedBytes, held);
    }

    [Fact]
    public void A_pruned_model_read_back_keeps_its_zeros_when_it_is_trained_further()
    {
        using NetworkModel model = Samples.Mlp(TrainingFixture.Inputs, 8, TrainingFixture.Classes, sparsity: 0.6, masked: true);
        using var read = (NetworkModel)Samples.Load(Samples.Save(model));

        NetworkTrainer.Train(read.Graph, TrainingFixture.Blobs(), new TrainingOptions { Epochs = 3 }, SilentMonitor.Instance);

        float[] before = model.Graph.Parameters["fc1.weight"].Value.data<float>().ToArray();
        float[] after = read.Graph.Parameters["fc1.weight"].Value.data<float>().ToArray();
        Assert.Contains(0f, before);
        Assert.Equal(before.Select(w => w == 0), after.Select(w => w == 0));
        Assert.NotEqual(before, after);
    }

    [Fact]
    public void The_same_model_gives_the_same_bytes()
    {
        using NetworkModel model = Samples.Mlp(sparsity: 0.5);

        Assert.Equal(Samples.Save(model), Samples.Save(model));
    }

    [Fact]
    public void The_number_of_live_tensors_stays_the_same_over_many_round_trips()
    {
        using NetworkModel model = Samples.Mlp(sparsity: 0.5, masked: true);
        byte[] file = Samples.Save(model);
        Samples.Load(file).Dispose();
        long before = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;

        for (int i = 0; i < 20; i++)
        {
            using Model read = Samples.Load(Samples.Save(model));
            Samples.Predict(read);
        }

        Assert.Equal(before, DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);
    }

    private static int[] Bits(float[] values) => [.. values.Select(BitConverter.SingleToInt32Bits)];
}
