using PSModelPruning.Compute.Data;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Tests.Evaluation;
using PSModelPruning.Compute.Tests.Training;
using PSModelPruning.Compute.Training.Ensembles;

namespace PSModelPruning.Compute.Tests.Models.Ensembles;

public sealed class EnsembleModelTests
{
    private static readonly string[] Classes = ["a", "b"];
    private static readonly Preprocessing Schema = HandMade.Schema(HandMade.Number("x", 0), HandMade.Number("z", 1));

    [Fact]
    public void Soft_voting_is_the_weighted_mean_of_probabilities()
    {
        using NetworkModel first = Certain(0.8),
            second = Certain(0.4);
        EnsembleModel joined = Join([first, second], new JoinOptions { Weights = [3, 1] });

        Assert.Equal([0.7f, 0.3f], Predict(joined, 0, 0), new Close());
        Assert.Equal([0.75, 0.25], joined.Weights);
        Assert.Equal((2, "models", "Ensemble", "Soft"), (joined.Complexity, joined.ComplexityUnit, joined.Kind, joined.Voting));
        Assert.Equal(first.Parameters + second.Parameters + 2, joined.Parameters);
        Assert.Equal(first.MultiplyAccumulates + second.MultiplyAccumulates + 4, joined.MultiplyAccumulates);
    }

    [Fact]
    public void Hard_voting_counts_each_member_once_whatever_it_is_sure_of()
    {
        using NetworkModel first = Certain(0.99),
            second = Certain(0.45),
            third = Certain(0.45);

        Assert.Equal([1 / 3f, 2 / 3f], Predict(Join([first, second, third], new JoinOptions { Voting = "hard" }), 0, 0), new Close());
        Assert.Equal(
            [0.6f, 0.4f],
            Predict(Join([first, second, third], new JoinOptions { Voting = "Hard", Weights = [3, 1, 1] }), 0, 0),
            new Close()
        );
    }

    [Fact]
    public void Classes_are_matched_by_name_whatever_their_order()
    {
        using NetworkModel first = Certain(0.8),
            second = HandMade.Linear(Schema, ["b", "a"], new float[2, 2], [MathF.Log(0.9f), MathF.Log(0.1f)], name: "turned");

        Assert.Equal([0.45f, 0.55f], Predict(Join([first, second], new JoinOptions()), 0, 0), new Close());
    }

    [Fact]
    public void Members_with_other_scales_and_fewer_features_in_another_order_get_their_own_inputs()
    {
        // Both say 2·x + z in raw units; the second takes z first, scaled (z − 10) / 5, and x scaled (x − 1) / 2; the third knows x alone.
        using NetworkModel plain = Number(
            Schema,
            new float[,]
            {
                { 2, 1 },
            },
            0
        );
        using NetworkModel scaled = Number(
            HandMade.Schema(HandMade.Number("z", 0, 10, 5), HandMade.Number("x", 1, 1, 2)),
            new float[,]
            {
                { 5, 4 },
            },
            12
        );
        using NetworkModel half = Number(
            HandMade.Schema(HandMade.Number("x", 0)),
            new float[,]
            {
                { 2 },
            },
            0
        );

        Assert.Equal([23f], Predict(Join([plain, scaled], new JoinOptions()), 8, 7), new Close());
        Assert.Equal([19.5f], Predict(Join([half, plain], new JoinOptions()), 8, 7), new Close());
    }

    [Fact]
    public void Features_that_no_one_member_has_together_are_taken_from_all()
    {
        using NetworkModel left = Number(
            HandMade.Schema(HandMade.Number("x", 0)),
            new float[,]
            {
                { 2 },
            },
            0
        );
        using NetworkModel right = Number(
            HandMade.Schema(HandMade.Number("z", 0)),
            new float[,]
            {
                { 4 },
            },
            0
        );
        EnsembleModel joined = Join([left, right], new JoinOptions());

        Assert.Equal(["x", "z"], joined.Preprocessing.Features.Select(feature => feature.Name));
        Assert.Equal([8f], Predict(joined, 2, 3), new Close());
    }

    [Fact]
    public void A_missing_value_is_replaced_where_any_member_needs_that()
    {
        DatasetColumn kept = HandMade.Number("x", 0),
            replaced = kept with { MissingReplacement = "7" };
        using NetworkModel first = Number(
                HandMade.Schema(kept),
                new float[,]
                {
                    { 1 },
                },
                0
            ),
            second = Number(
                HandMade.Schema(replaced),
                new float[,]
                {
                    { 1 },
                },
                0
            );

        Assert.Equal("7", Join([first, second], new JoinOptions()).Preprocessing.Features[0].MissingReplacement);
    }

    [Fact]
    public void Members_that_were_joined_outlive_the_ensemble()
    {
        using NetworkModel first = Certain(0.8),
            second = Certain(0.4);
        EnsembleModel joined = Join([first, second], new JoinOptions());
        joined.Dispose();

        Assert.Equal([0.8f, 0.2f], Predict(first, 0, 0), new Close());
        Assert.Equal("ModelDisposed", Assert.Throws<ComputeException>(() => Predict(joined, 0, 0)).ErrorId);
    }

    [Fact]
    public void Models_that_do_not_belong_together_are_refused()
    {
        using NetworkModel model = Certain(0.8),
            other = Certain(0.4);
        using NetworkModel numbers = Number(
                Schema,
                new float[,]
                {
                    { 2, 1 },
                },
                0
            ),
            moreNumbers = Number(
                Schema,
                new float[,]
                {
                    { 2, 1 },
                },
                0
            );
        using NetworkModel strange = HandMade.Linear(Schema, ["a", "c"], new float[2, 2]);
        using NetworkModel aimed = HandMade.Linear(
            Schema with
            {
                Target = new DatasetColumn { Name = "other", Role = ColumnRole.Target },
            },
            Classes,
            new float[2, 2]
        );
        using NetworkModel coded = HandMade.Linear(HandMade.Schema(HandMade.Category("x", 0, "p", "q")), Classes, new float[2, 2]);

        Assert.Equal("EnsembleTooSmall", ErrorOf(model));
        Assert.Equal("EnsembleTooSmall", ErrorOf());
        Assert.Equal("EnsembleMemberTwice", ErrorOf(model, model));
        Assert.Equal("TaskMismatch", ErrorOf(model, numbers));
        Assert.Equal("EnsembleClassMismatch", ErrorOf(model, strange));
        Assert.Equal("EnsembleTargetMismatch", ErrorOf(model, aimed));
        Assert.Equal("EnsembleSchemaMismatch", ErrorOf(model, coded));
        Assert.Equal("EnsembleWeightCount", ErrorOf(new JoinOptions { Weights = [1] }, model, other));
        Assert.Equal("EnsembleWeightInvalid", ErrorOf(new JoinOptions { Weights = [1, -1] }, model, other));
        Assert.Equal("EnsembleWeightInvalid", ErrorOf(new JoinOptions { Weights = [0, 0] }, model, other));
        Assert.Equal("EnsembleWeightInvalid", ErrorOf(new JoinOptions { Weights = [1, double.NaN] }, model, other));
        Assert.Equal("EnsembleWeightsFitted", ErrorOf(new JoinOptions { Voting = "Stacked", Weights = [1, 1] }, model, other));
        Assert.Equal("VotingNeedsClasses", ErrorOf(new JoinOptions { Voting = "Hard" }, numbers, moreNumbers));
        Assert.Equal("DatasetMissing", ErrorOf(new JoinOptions { Voting = "Stacked" }, model, other));
        Assert.Equal("VariantUnknown", ErrorOf(new JoinOptions { Voting = "Loud" }, model, other));
        Assert.Equal(
            "SchemaMismatch",
            ErrorOf(new JoinOptions { Dataset = HandMade.Data(Schema, [], new float[20], new float[10]) }, model, other)
        );
        Assert.Equal(
            "StackingNeedsValidation",
            ErrorOf(
                new JoinOptions
                {
                    Voting = "Stacked",
                    Dataset = HandMade.Data(Schema, Classes, new float[20], new float[10], validation: 9),
                },
                model,
                other
            )
        );
    }

    [Fact]
    public void Ensembles_of_ensembles_are_three_deep_at_most()
    {
        using NetworkModel model = Certain(0.8),
            other = Certain(0.4);
        EnsembleModel one = Join([model, other], new JoinOptions()),
            two = Join([one, other], new JoinOptions()),
            three = Join([two, other], new JoinOptions());

        Assert.Equal([0.5f, 0.5f], Predict(three, 0, 0).Select((p, i) => p - (i == 0 ? -0.05f : 0.05f)), new Close());
        Assert.Equal("EnsembleTooDeep", ErrorOf(three, other));
    }

    [Fact]
    public void Stacked_numbers_get_the_non_negative_weights_of_least_squares()
    {
        // y = 0.25·x + 0.5·z exactly; a third member, that always says −1, has no part in it.
        var random = new Random(1);
        float[] inputs = [.. Enumerable.Range(0, 60).Select(_ => (float)random.NextDouble() * 4)];
        float[] targets = [.. Enumerable.Range(0, 30).Select(row => 0.25f * inputs[row * 2] + 0.5f * inputs[row * 2 + 1])];
        Dataset data = HandMade.Data(Schema, [], inputs, targets, validation: 20);
        using NetworkModel x = Number(
                Schema,
                new float[,]
                {
                    { 1, 0 },
                },
                0
            ),
            z = Number(
                Schema,
                new float[,]
                {
                    { 0, 1 },
                },
                0
            ),
            constant = Number(
                Schema,
                new float[,]
                {
                    { 0, 0 },
                },
                -1
            );

        EnsembleModel joined = Join([x, z, constant], new JoinOptions { Voting = "Stacked", Dataset = data });

        Assert.Equal([0.25f, 0.5f, 0f], joined.Weights.Select(weight => (float)weight), new Close());
        Assert.Equal([0.25f * 3 + 0.5f * 2], Predict(joined, 3, 2), new Close());
    }

    [Fact]
    public void Stacked_classes_are_where_the_penalized_likelihood_has_no_slope()
    {
        var random = new Random(5);
        float[] inputs = [.. Enumerable.Range(0, 100 * 3).Select(_ => (float)random.NextDouble())];
        int[] labels = [.. Enumerable.Range(0, 100).Select(row => inputs[row * 3] + 0.3 * random.NextDouble() > 0.6 ? random.Next(2) : 2)];

        float[] fitted = LogisticFit.Fit(inputs, labels, 3, penalty: 2, SilentMonitor.Instance);

        for (int k = 0; k < 3; k++)
        {
            for (int i = 0; i < 4; i++)
            {
                double slope = i == 0 ? 0 : 2 * fitted[k * 4 + i];
                for (int row = 0; row < 100; row++)
                {
                    double[] logits =
                    [
                        .. Enumerable
                            .Range(0, 3)
                            .Select(j =>
                                Enumerable.Range(0, 3).Sum(c => (double)fitted[j * 4 + 1 + c] * inputs[row * 3 + c]) + fitted[j * 4]
                            ),
                    ];
                    double probability = Math.Exp(logits[k]) / logits.Sum(Math.Exp);
                    slope += (probability - (labels[row] == k ? 1 : 0)) * (i == 0 ? 1 : inputs[row * 3 + i - 1]);
                }
                Assert.Equal(0, slope, 1e-3);
            }
        }
    }

    [Fact]
    public void Stacking_warns_of_validation_rows_that_a_member_may_have_learned()
    {
        Dataset Data(int shift) =>
            HandMade.Data(
                Schema,
                Classes,
                [.. Enumerable.Range(shift, 60).Select(i => (float)i)],
                [.. Enumerable.Range(0, 30).Select(i => (float)(i % 2))],
                validation: 15
            );
        Dataset WithSource(Dataset data) =>
            new(
                data.Name,
                data.Task,
                Schema,
                data.Columns,
                Classes,
                data.Training.Store,
                [.. Enumerable.Range(0, 30).Select(i => (float)(i % 2))],
                15,
                15,
                0
            )
            {
                Source = "rows.csv",
            };
        using NetworkModel first = HandMade.Linear(Schema, Classes, new float[2, 2], dataset: WithSource(Data(0))),
            second = HandMade.Linear(Schema, Classes, new float[2, 2], dataset: WithSource(Data(1)));
        var monitor = new CollectingMonitor();

        ModelJoiner.Join([first, second], new JoinOptions { Voting = "Stacked" }, monitor);

        Assert.Contains("may be rows it has learned", Assert.Single(monitor.Warnings));
    }

    [Fact]
    public void The_minimum_of_a_narrow_valley_is_found()
    {
        double[] point = [-1.5, 2];
        Lbfgs.Minimize(
            point,
            (at, gradient) =>
            {
                gradient[0] = 2 * (at[0] - 1) + 400 * (at[0] + 2 * at[1]);
                gradient[1] = 800 * (at[0] + 2 * at[1]);
                return Math.Pow(at[0] - 1, 2) + 200 * Math.Pow(at[0] + 2 * at[1], 2);
            },
            1e-9,
            SilentMonitor.Instance
        );

        Assert.Equal(1, point[0], 1e-6);
        Assert.Equal(-0.5, point[1], 1e-6);
    }

    private static NetworkModel Certain(double first) =>
        HandMade.Linear(Schema, Classes, new float[2, 2], [(float)Math.Log(first), (float)Math.Log(1 - first)], name: $"certain {first}");

    private static NetworkModel Number(Preprocessing schema, float[,] weight, float bias) => HandMade.Linear(schema, [], weight, [bias]);

    private static EnsembleModel Join(Model[] models, JoinOptions options) => ModelJoiner.Join(models, options, SilentMonitor.Instance);

    private static float[] Predict(Model model, float x, float z)
    {
        float[] output = new float[model.OutputCount];
        model.Predict(model.Preprocessing.Features.Select(feature => feature.Name == "x" ? x : z).ToArray(), 1, output);
        return output;
    }

    private static string ErrorOf(params Model[] models) => ErrorOf(new JoinOptions(), models);

    private static string ErrorOf(JoinOptions options, params Model[] models) =>
        Assert.Throws<ComputeException>(() => Join(models, options)).ErrorId;

    private sealed class Close : IEqualityComparer<float>
    {
        public bool Equals(float a, float b) => Math.Abs(a - b) < 1e-4;

        public int GetHashCode(float value) => 0;
    }
}
