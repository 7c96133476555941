using PSModelPruning.Compute.Pruning;

namespace PSModelPruning.Compute.Tests.Pruning.Criteria;

public sealed class ConfidenceTests
{
    [Fact]
    public void A_weight_is_scored_by_its_mean_contribution_over_its_standard_error_on_new_rows()
    {
        using var setting = new CriterionSetting();
        float[] weight = setting.Weight("fc1.weight");
        float[] expected = new float[weight.Length];
        for (int i = 0; i < weight.Length; i++)
        {
            double learned = Enumerable.Range(0, 16).Average(row => weight[i] * setting.Data.Training.Row(row)[i % 5]);
            double[] fresh = [.. Enumerable.Range(0, 8).Select(row => (double)weight[i] * setting.Data.Validation.Row(row)[i % 5])];
            double mean = fresh.Average(),
                deviation = Math.Sqrt(fresh.Sum(c => (c - mean) * (c - mean)) / 7);
            expected[i] = (float)(Math.Sign(learned) * mean / (deviation / Math.Sqrt(8)));
        }

        CriterionSetting.AssertClose(expected, [.. setting.DoubleScores("Confidence", "fc1.weight").Select(score => (float)score)], 1e-4f);
    }

    [Fact]
    public void Of_equally_confident_weights_the_one_that_contributes_less_comes_first()
    {
        using var setting = new CriterionSetting();
        float[] weight = setting.Weight("fc1.weight");
        double[] scores = setting.DoubleScores("Confidence", "fc1.weight");

        for (int input = 0; input < 5; input++)
        {
            int[] readers = [.. Enumerable.Range(0, 4).Select(neuron => neuron * 5 + input)];
            Assert.Equal(readers.OrderBy(i => MathF.Abs(weight[i])), readers.OrderBy(i => scores[i]));
        }
    }

    [Fact]
    public void Weights_below_the_threshold_go_in_rounds_until_none_is_left()
    {
        using NetworkModel model = PruningFixture.Mlp(Noisy(), epochs: 10);

        using NetworkModel pruned = Prune(model, new PruningTarget { Threshold = 4 });

        float[] first = pruned.Graph.Parameters["fc1.weight"].Value.data<float>().ToArray();
        // Inputs 4 to 9 are symmetric noise: of all of them nothing is sure; the blobs' own inputs stay.
        Assert.All(first.Chunk(10), neuron => Assert.All(neuron[4..], w => Assert.Equal(0, w)));
        Assert.Contains(first.Chunk(10), neuron => neuron[..4].Any(w => w != 0));
        Assert.Equal("Iterative", pruned.Pruning!.Schedule);
        Assert.Equal("scores of at least 4", pruned.Pruning.Target);
        Assert.True(pruned.Pruning.Rounds[^1].Sparsity > 0);
        Assert.Equal(
            pruned.Pruning.Rounds.Select(round => round.Sparsity).Order().Distinct(),
            pruned.Pruning.Rounds.Select(round => round.Sparsity)
        );
        using NetworkModel again = Prune(pruned, new PruningTarget { Threshold = 4 });
        Assert.Equal(PruningFixture.Weights(pruned), PruningFixture.Weights(again));
    }

    [Fact]
    public void The_sparsity_caps_what_goes()
    {
        using NetworkModel model = PruningFixture.Mlp(Noisy(), epochs: 5);

        using NetworkModel pruned = Prune(model, new PruningTarget { Threshold = 1e9, Sparsity = 0.3 });
        using NetworkModel usual = Prune(model, new PruningTarget { Sparsity = 0.9 });

        Assert.Equal(0.3, pruned.Pruning!.Sparsity, 2);
        Assert.Equal("scores of at least 1000000000, at most 0.3 gone", pruned.Pruning.Target);
        Assert.InRange(usual.Pruning!.Sparsity, 0.01, 0.89);
    }

    [Fact]
    public void What_cannot_be_done_is_refused()
    {
        using NetworkModel model = PruningFixture.Mlp(PruningFixture.Blobs([7]));
        using NetworkModel noValidation = PruningFixture.Mlp(PruningFixture.Blobs([7], validation: 0));

        Assert.Equal("MethodNeedsValidation", Assert.Throws<ComputeException>(() => Prune(noValidation, new PruningTarget())).ErrorId);
        Assert.Equal(
            "ScheduleNotForThreshold",
            Assert
                .Throws<ComputeException>(() =>
                    PruningFixture.Prune(model, PruningFixture.Options(0.5, "Confidence", schedule: "Gradual", epochs: 2))
                )
                .ErrorId
        );
        Assert.Equal(
            "PruningTargetAmbiguous",
            Assert.Throws<ComputeException>(() => Prune(model, new PruningTarget { Threshold = 2, MaxSizeKB = 1 })).ErrorId
        );
        Assert.Equal(
            "ParameterNotForMethod",
            Assert.Throws<ComputeException>(() => PruningFixture.Prune(model, PruningFixture.Options(0.5).With("Threshold", 2.0))).ErrorId
        );
    }

    private static NetworkModel Prune(NetworkModel model, PruningTarget target) =>
        PruningFixture.Prune(model, PruningFixture.Options(0, "Confidence", schedule: "") with { Target = target });

    /// <summary>Blobs at positive places in four inputs, and six inputs of noise around zero.</summary>
    private static Dataset Noisy()
    {
        Dataset blobs = PruningFixture.Blobs([10], training: 120, validation: 60);
        float[] inputs = [.. blobs.Training.Inputs.ToArray().Concat(blobs.Validation.Inputs.ToArray())];
        float[] targets = [.. blobs.Training.Targets.ToArray().Concat(blobs.Validation.Targets.ToArray())];
        var random = new Random(3);
        for (int row = 0; row < targets.Length; row++)
        {
            for (int i = 0; i < 10; i++)
                inputs[row * 10 + i] = i < 4 ? inputs[row * 10 + i] + 2 : (float)(random.NextDouble() - 0.5);
        }
        return new Dataset(
            "noisy",
            blobs.Task,
            blobs.Preprocessing,
            blobs.Preprocessing.Features,
            blobs.Classes,
            inputs,
            targets,
            120,
            60,
            0
        )
        {
            Hash = "noisy",
        };
    }
}
