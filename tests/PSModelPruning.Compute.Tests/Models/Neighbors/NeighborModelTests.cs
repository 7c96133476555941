using PSModelPruning.Compute.Data;
using PSModelPruning.Compute.Models.Neighbors;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Tests.Pruning.Neighbors;
using PSModelPruning.Compute.Training;
using PSModelPruning.Compute.Training.Kinds;

namespace PSModelPruning.Compute.Tests.Models.Neighbors;

public sealed class NeighborModelTests
{
    private static readonly ModelKind Kind = ModelKindCatalog.Get("neighbors");

    [Fact]
    public void Uniform_votes_are_parts_of_the_neighbours()
    {
        NeighborModel model = NeighborFixture.OnALine(3, (0, 0), (1, 1), (3, 1), (9, 0));

        Assert.Equal([1 / 3f, 2 / 3f], Output(model, 0.2f));
    }

    [Fact]
    public void Votes_by_distance_weigh_its_inverse()
    {
        NeighborModel model = NeighborFixture.Model([0, 1, 3, 9], [0, 1, 1, 0], 1, 3, weighting: "Distance");

        // At 0.2: weights 1/0.2 = 5 for the first, 1/0.8 = 1.25 and 1/2.8 = 0.357 for the others.
        float[] output = Output(model, 0.2f);
        Assert.Equal(5 / (5 + 1.25 + 1 / 2.8), output[0], 1e-6);
        Assert.Equal(1, output.Sum(), 1e-6);
    }

    [Fact]
    public void By_distance_a_twin_outvotes_all_others_and_several_twins_share()
    {
        NeighborModel model = NeighborFixture.Model([2, 2, 2.1f, 2.1f, 2.1f], [1, 0, 0, 0, 0], 1, 5, weighting: "Distance");

        Assert.Equal([0.5f, 0.5f], Output(model, 2));
    }

    [Fact]
    public void Numbers_are_the_weighted_mean_of_the_neighbours_numbers()
    {
        Assert.Equal([20f], Output(NeighborFixture.Model([0, 1, 5], [10, 30, 99], 1, 2, isNumber: true), 0.25f));
        Assert.Equal(
            15,
            Output(NeighborFixture.Model([0, 1, 5], [10, 30, 99], 1, 2, weighting: "distance", isNumber: true), 0.25f)[0],
            1e-5
        );
    }

    [Theory]
    [InlineData("Euclidean", 0)]
    [InlineData("Manhattan", 1)]
    [InlineData("cosine", 2)]
    public void Each_distance_has_another_nearest_row(string distance, int nearest)
    {
        // From (4, 0): by squares (1, 3) is nearest (18, against 25 and 49), by absolute differences (−1, 0) (5, against 6 and 7), by angle
        // (11, 0).
        NeighborModel model = NeighborFixture.Model([1, 3, -1, 0, 11, 0], [0, 1, 2], 2, 1, distance);

        Assert.Equal(nearest, Array.IndexOf(Output(model, 4, 0), 1f));
    }

    [Fact]
    public void The_figures_of_a_model_are_those_of_its_prototypes()
    {
        NeighborModel model = NeighborFixture.OnALine(3, (0, 0), (1, 1), (3, 1), (9, 0));

        Assert.Equal(
            ("Neighbors", 4, 3, "Euclidean", "Uniform", 4L, "prototypes"),
            (model.Kind, model.Prototypes, model.Neighbors, model.Distance, model.Weighting, model.Complexity, model.ComplexityUnit)
        );
        Assert.Equal(
            (8L, 7L, 4L, 20L, 0.0),
            (model.Parameters, model.NonzeroParameters, model.MultiplyAccumulates, model.StoredBytes, model.Sparsity)
        );
    }

    [Fact]
    public void Training_keeps_the_training_rows_and_refitting_takes_others()
    {
        Dataset dataset = NeighborFixture.Clouds(90, 3, 2, 1),
            other = NeighborFixture.Clouds(60, 3, 2, 2);
        var model = (NeighborModel)
            Kind.Train(
                dataset,
                new TrainingRequest
                {
                    Neighbors = new NeighborOptions
                    {
                        Neighbors = 7,
                        Weighting = "distance",
                        Distance = "manhattan",
                    },
                    Seed = 3,
                },
                SilentMonitor.Instance
            );
        NeighborModel condensed = NeighborFixture.Prune(model, "Condensation");

        var refitted = (NeighborModel)Kind.Refit(condensed, other, 5, SilentMonitor.Instance);

        Assert.Equal((60, 7, "Manhattan", "Distance"), (model.Prototypes, model.Neighbors, model.Distance, model.Weighting));
        Assert.Equal(
            (40, 7, "Manhattan", "Distance", 40L),
            (refitted.Prototypes, refitted.Neighbors, refitted.Distance, refitted.Weighting, refitted.OriginalComplexity)
        );
        Assert.True(Kind.Made(model));
    }

    [Fact]
    public void Each_training_row_with_one_neighbour_is_itself()
    {
        Dataset dataset = NeighborFixture.Clouds(900, 5, 3, 1);

        Assert.Equal(
            dataset.Training.Targets.ToArray(),
            NeighborFixture.Predict(NeighborFixture.On(dataset, 1), dataset.Training.Inputs.Span)
        );
    }

    [Theory]
    [InlineData(61, "Euclidean", float.NegativeZero, "NeighborsTooMany")]
    [InlineData(5, "Cosine", 0f, "ZeroRowWithoutAngle")]
    [InlineData(5, "Chebyshev", 0f, "VariantUnknown")]
    public void What_cannot_be_trained_is_refused(int neighbors, string distance, float value, string id)
    {
        Dataset dataset = NeighborFixture.Clouds(90, 2, 2, 1);
        ((MemoryStore)dataset.Training.Store).Row(3).Fill(value);

        ComputeException error = Assert.Throws<ComputeException>(() =>
            Kind.Train(
                dataset,
                new TrainingRequest
                {
                    Neighbors = new NeighborOptions { Neighbors = neighbors, Distance = distance },
                },
                SilentMonitor.Instance
            )
        );

        Assert.Equal(id, error.ErrorId);
    }

    [Fact]
    public void Missing_values_have_no_distance()
    {
        Dataset dataset = NeighborFixture.Clouds(90, 2, 2, 1);
        var schema = dataset.Preprocessing with
        {
            Features = [.. dataset.Preprocessing.Features.Select(feature => feature with { KeepsMissing = true })],
        };
        var kept = new Dataset(
            "kept",
            dataset.Task,
            schema,
            [],
            dataset.Classes,
            dataset.Training.Store,
            [.. dataset.Training.Targets.Span, .. dataset.Validation.Targets.Span],
            60,
            30,
            0
        );

        Assert.Equal(
            "MissingValuesKept",
            Assert.Throws<ComputeException>(() => Kind.Train(kept, new TrainingRequest(), SilentMonitor.Instance)).ErrorId
        );
    }

    [Fact]
    public void Predicting_takes_rows_from_many_threads_at_once()
    {
        Dataset dataset = NeighborFixture.Clouds(3000, 8, 3, 1);
        NeighborModel model = NeighborFixture.On(dataset, 5);
        float[] expected = NeighborFixture.Predict(model, dataset.Validation.Inputs.Span);
        var results = new float[4][];

        Parallel.For(0, 4, i => results[i] = NeighborFixture.Predict(model, dataset.Validation.Inputs.Span));

        Assert.All(results, result => Assert.Equal(expected, result));
    }

    private static float[] Output(NeighborModel model, params float[] row)
    {
        var output = new float[model.OutputCount];
        model.Predict(row, 1, output);
        return output;
    }
}
