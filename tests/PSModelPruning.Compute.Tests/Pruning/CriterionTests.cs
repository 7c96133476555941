using PSModelPruning.Compute.Pruning.Networks.Criteria;
using PSModelPruning.Compute.Pruning.Networks.Structures;
using TorchSharp;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Tests.Pruning;

/// <summary>Scores against gradients by finite differences and sums by hand: independent of autograd.</summary>
public sealed class CriterionTests
{
    [Fact]
    public void Gradient_scores_are_the_mean_magnitudes_of_the_batch_gradients()
    {
        using var setting = new CriterionSetting();
        Dictionary<string, Tensor> scores = new GradientCriterion().ScoreElements(setting.Context, ["fc1.weight"]);

        // Two batches of eight rows.
        float[] expected = setting.FromGradients("fc1.weight", (gradient, _) => Math.Abs(gradient) / 2);

        CriterionSetting.AssertClose(expected, scores["fc1.weight"].data<float>().ToArray());
    }

    [Fact]
    public void Taylor_scores_elements_by_weight_times_gradient()
    {
        using var setting = new CriterionSetting();
        Dictionary<string, Tensor> scores = new TaylorCriterion().ScoreElements(setting.Context, ["fc1.weight"]);

        float[] expected = setting.FromGradients("fc1.weight", (gradient, weight) => Math.Abs(gradient * weight));

        CriterionSetting.AssertClose(expected, scores["fc1.weight"].data<float>().ToArray());
    }

    [Fact]
    public void Taylor_scores_a_neuron_by_the_square_of_the_joint_contribution_of_the_weights_that_read_it()
    {
        using var setting = new CriterionSetting();
        PruningUnit[] units = [.. UnitGroups.Of(setting.Graph).Single(group => group.FixedReason is null).Units];
        using Tensor scores = new TaylorCriterion().ScoreUnits(setting.Context, new UnitIndex(setting.Graph, units));

        float[] weights = setting.Graph.Parameters["fc2.weight"].Value.data<float>().ToArray();
        double[] expected = new double[4];
        foreach (float[] gradient in setting.Gradients("fc2.weight"))
        {
            for (int neuron = 0; neuron < 4; neuron++)
                expected[neuron] += Math.Pow(
                    Enumerable.Range(0, 3).Sum(o => (double)gradient[o * 4 + neuron] * weights[o * 4 + neuron]),
                    2
                );
        }

        CriterionSetting.AssertClose(
            [.. expected.Select(value => (float)value)],
            [.. scores.data<double>().ToArray().Select(value => (float)value)]
        );
    }

    [Theory]
    [InlineData("Magnitude")]
    [InlineData("MagnitudeL2")]
    public void Magnitude_scores_a_neuron_by_the_norm_of_the_weights_that_make_and_read_it(string method)
    {
        using var setting = new CriterionSetting();
        PruningUnit[] units = [.. UnitGroups.Of(setting.Graph).Single(group => group.FixedReason is null).Units];
        using Tensor scores = CriterionCatalog.Get(method).ScoreUnits(setting.Context, new UnitIndex(setting.Graph, units));

        float[] first = setting.Graph.Parameters["fc1.weight"].Value.data<float>().ToArray(),
            second = setting.Graph.Parameters["fc2.weight"].Value.data<float>().ToArray();
        float[] expected =
        [
            .. Enumerable
                .Range(0, 4)
                .Select(neuron =>
                {
                    IEnumerable<float> own = first
                        .Skip(neuron * 5)
                        .Take(5)
                        .Concat(Enumerable.Range(0, 3).Select(o => second[o * 4 + neuron]));
                    return method == "Magnitude" ? own.Sum(MathF.Abs) : MathF.Sqrt(own.Sum(weight => weight * weight));
                }),
        ];

        CriterionSetting.AssertClose(expected, [.. scores.data<double>().ToArray().Select(value => (float)value)]);
    }

    [Fact]
    public void Every_criterion_of_the_catalog_gives_finite_scores_and_leaves_the_network_alone()
    {
        using var setting = new CriterionSetting();
        float[] before = [.. setting.Graph.Parameters.Values.SelectMany(parameter => parameter.Value.data<float>().ToArray())];
        foreach (string name in CriterionCatalog.Entries.Select(entry => entry.Name).Where(name => !CriterionCatalog.Get(name).IsOfBlocks))
        {
            using DisposeScope scope = NewDisposeScope();
            PruningCriterion criterion = CriterionCatalog.Get(name.ToUpperInvariant());
            float[] scores = criterion.IsOfUnits
                ? setting.UnitScores(name)
                : criterion
                    .ScoreElements(setting.Context, ["fc2.weight"])["fc2.weight"]
                    .to_type(ScalarType.Float32)
                    .data<float>()
                    .ToArray();
            Assert.Equal(criterion.IsOfUnits ? 4 : 12, scores.Length);
            Assert.All(scores, score => Assert.True(float.IsFinite(score) && (score >= 0 || name is "Movement" or "Confidence"), name));
        }
        Assert.Equal(before, setting.Graph.Parameters.Values.SelectMany(parameter => parameter.Value.data<float>().ToArray()));
        Assert.All(setting.Graph.Parameters.Values, parameter => Assert.False(parameter.Value.requires_grad));
    }
}
