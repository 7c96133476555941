using PSModelPruning.Compute.Pruning;
using PSModelPruning.Compute.Pruning.Networks;
using PSModelPruning.Compute.Tests.Training;
using PSModelPruning.Compute.Training;

namespace PSModelPruning.Compute.Tests.Pruning;

public sealed class PruningDistillationTests
{
    private static readonly PruningDistillation FromParent = new() { DistillationWeight = 1, Temperature = 2 };

    private static double Difference(Model a, Model b) =>
        TreeData.Predict(a, PartitionName.Training).Zip(TreeData.Predict(b, PartitionName.Training), (x, y) => Math.Abs(x - y)).Average();

    [Theory]
    [InlineData("Channel", "OneShot")]
    [InlineData("Element", "Gradual")]
    public void Fine_tuning_with_the_parent_as_teacher_ends_nearer_to_it(string granularity, string schedule)
    {
        NetworkModel parent = PruningFixture.DigitsModel;
        PruningOptions options = PruningFixture.Options(0.7, granularity: granularity, schedule: schedule, epochs: 6);
        using NetworkModel plain = PruningFixture.Prune(parent, options),
            taught = PruningFixture.Prune(parent, options with { Distillation = FromParent });

        Assert.True(
            Difference(taught, parent) < 0.9 * Difference(plain, parent),
            $"{Difference(taught, parent)} against {Difference(plain, parent)}"
        );
        Assert.Contains("taught by 'net' (Network), weight 1, temperature 2", taught.History[^1].Description);
        Assert.DoesNotContain("taught", plain.History[^1].Description);
        Assert.Equal(0.7, taught.Pruning!.Sparsity, 0.02);
    }

    [Fact]
    public void Another_model_can_teach_instead_of_the_parent()
    {
        NetworkModel parent = PruningFixture.DigitsModel;
        var forest = TreeData.Train<ForestModel>(
            PruningFixture.Digits,
            new TrainingRequest
            {
                Kind = "Forest",
                Name = "oaks",
                Forest = new()
                {
                    TreeCount = 20,
                    Tree = new() { MinLeafSamples = 40 },
                },
            }
        );
        PruningOptions options = PruningFixture.Options(0.7, granularity: "Channel", epochs: 6);
        using NetworkModel own = PruningFixture.Prune(parent, options with { Distillation = FromParent with { Temperature = 1 } });
        using NetworkModel other = PruningFixture.Prune(
            parent,
            options with
            {
                Distillation = FromParent with { Teacher = forest, Temperature = 1 },
            }
        );

        Assert.True(
            Difference(other, forest) < 0.9 * Difference(own, forest),
            $"{Difference(other, forest)} against {Difference(own, forest)}"
        );
        Assert.Contains("taught by 'oaks' (Forest)", other.History[^1].Description);
    }

    [Fact]
    public void The_same_seed_gives_the_same_bits()
    {
        PruningOptions options = PruningFixture.Options(0.5, granularity: "Channel", epochs: 1) with { Distillation = FromParent };
        using NetworkModel first = PruningFixture.Prune(PruningFixture.DigitsModel, options),
            again = PruningFixture.Prune(PruningFixture.DigitsModel, options);

        Assert.Equal(PruningFixture.Weights(first), PruningFixture.Weights(again));
    }

    [Fact]
    public void A_teacher_without_fine_tuning_or_data_is_an_error()
    {
        PruningOptions options = PruningFixture.Options(0.5) with { Distillation = FromParent };
        using NetworkModel bare = PruningFixture.WithoutData(PruningFixture.DigitsModel);

        Assert.Equal(
            "TeacherNeedsFineTuning",
            Assert.Throws<ComputeException>(() => PruningFixture.Prune(PruningFixture.DigitsModel, options)).ErrorId
        );
        Assert.Equal("DatasetMissing", Assert.Throws<ComputeException>(() => PruningFixture.Prune(bare, options)).ErrorId);
    }
}
