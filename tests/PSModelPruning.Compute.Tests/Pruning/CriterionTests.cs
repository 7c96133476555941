using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Pruning.Networks.Criteria;
using PSModelPruning.Compute.Pruning.Networks.Structures;
using PSModelPruning.Compute.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Tests.Pruning;

/// <summary>Scores against gradients by finite differences and sums by hand: independent of autograd.</summary>
public sealed class CriterionTests
{
    private const int BatchSize = 8;

    [Fact]
    public void Gradient_scores_are_the_summed_magnitudes_of_the_batch_gradients()
    {
        using var setting = new Setting();
        Dictionary<string, Tensor> scores = new GradientCriterion().ScoreElements(setting.Context, ["fc1.weight"]);

        float[] expected = setting.FromBatches("fc1.weight", (gradient, _) => Math.Abs(gradient));

        AssertClose(expected, scores["fc1.weight"].data<float>().ToArray());
    }

    [Fact]
    public void Taylor_scores_elements_by_weight_times_gradient()
    {
        using var setting = new Setting();
        Dictionary<string, Tensor> scores = new TaylorCriterion().ScoreElements(setting.Context, ["fc1.weight"]);

        float[] expected = setting.FromBatches("fc1.weight", (gradient, weight) => Math.Abs(gradient * weight));

        AssertClose(expected, scores["fc1.weight"].data<float>().ToArray());
    }

    [Fact]
    public void Taylor_scores_a_neuron_by_the_square_of_the_joint_contribution_of_the_weights_that_read_it()
    {
        using var setting = new Setting();
        PruningUnit[] units = [.. UnitGroups.Of(setting.Graph).Single(group => group.FixedReason is null).Units];
        using Tensor scores = new TaylorCriterion().ScoreUnits(setting.Context, new UnitIndex(setting.Graph, units));

        float[] weights = setting.Graph.Parameters["fc2.weight"].Value.data<float>().ToArray();
        double[] expected = new double[4];
        foreach (float[] gradient in setting.BatchGradients("fc2.weight"))
        {
            for (int neuron = 0; neuron < 4; neuron++)
                expected[neuron] += Math.Pow(Enumerable.Range(0, 3).Sum(o => (double)gradient[o * 4 + neuron] * weights[o * 4 + neuron]), 2);
        }

        AssertClose([.. expected.Select(value => (float)value)], [.. scores.data<double>().ToArray().Select(value => (float)value)]);
    }

    [Theory]
    [InlineData("Magnitude")]
    [InlineData("MagnitudeL2")]
    public void Magnitude_scores_a_neuron_by_the_norm_of_the_weights_that_make_and_read_it(string method)
    {
        using var setting = new Setting();
        PruningUnit[] units = [.. UnitGroups.Of(setting.Graph).Single(group => group.FixedReason is null).Units];
        using Tensor scores = CriterionCatalog.Get(method).ScoreUnits(setting.Context, new UnitIndex(setting.Graph, units));

        float[] first = setting.Graph.Parameters["fc1.weight"].Value.data<float>().ToArray(), second = setting.Graph.Parameters["fc2.weight"].Value.data<float>().ToArray();
        float[] expected = [.. Enumerable.Range(0, 4).Select(neuron =>
        {
            IEnumerable<float> own = first.Skip(neuron * 5).Take(5).Concat(Enumerable.Range(0, 3).Select(o => second[o * 4 + neuron]));
            return method == "Magnitude" ? own.Sum(MathF.Abs) : MathF.Sqrt(own.Sum(weight => weight * weight));
        })];

        AssertClose(expected, [.. scores.data<double>().ToArray().Select(value => (float)value)]);
    }

    [Fact]
    public void Every_criterion_of_the_catalog_gives_finite_scores_and_leaves_the_network_alone()
    {
        using var setting = new Setting();
        float[] before = [.. setting.Graph.Parameters.Values.SelectMany(parameter => parameter.Value.data<float>().ToArray())];
        foreach (string name in CriterionCatalog.Entries.Select(entry => entry.Name))
        {
            using DisposeScope scope = NewDisposeScope();
            float[] scores = CriterionCatalog.Get(name.ToUpperInvariant()).ScoreElements(setting.Context, ["fc2.weight"])["fc2.weight"].data<float>().ToArray();
            Assert.Equal(12, scores.Length);
            Assert.All(scores, score => Assert.True(score >= 0 && float.IsFinite(score), name));
        }
        Assert.Equal(before, setting.Graph.Parameters.Values.SelectMany(parameter => parameter.Value.data<float>().ToArray()));
        Assert.All(setting.Graph.Parameters.Values, parameter => Assert.False(parameter.Value.requires_grad));
    }

    private static void AssertClose(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        float largest = expected.Max(MathF.Abs);
        for (int i = 0; i < expected.Length; i++)
            Assert.True(MathF.Abs(expected[i] - actual[i]) <= 0.01f * largest, $"Score {i} is {actual[i]}, not {expected[i]}.");
    }

    /// <summary>Two batches of data, a network with 4 hidden neurons, and its gradients by central differences.</summary>
    private sealed class Setting : IDisposable
    {
        private readonly DisposeScope _scope = NewDisposeScope();
        private readonly CalibrationRows _rows;

        internal Setting()
        {
            Dataset data = PruningFixture.Blobs([5], training: 16, validation: 8);
            Graph = NetworkFactory.FromLayers(["linear 4", "tanh"], [5], 3, 2);
            _rows = new CalibrationRows(TrainingData.From(data), [5], BatchSize, 1);
            Context = new CriterionContext(Graph, _rows, new Generator(1, CPU), PruningFixture.Silent);
        }

        internal Graph Graph { get; }

        internal CriterionContext Context { get; }

        internal float[] FromBatches(string parameter, Func<float, float, float> score)
        {
            float[] weights = Graph.Parameters[parameter].Value.data<float>().ToArray();
            float[] sums = new float[weights.Length];
            foreach (float[] gradient in BatchGradients(parameter))
            {
                for (int i = 0; i < sums.Length; i++)
                    sums[i] += score(gradient[i], weights[i]);
            }
            return sums;
        }

        internal IEnumerable<float[]> BatchGradients(string parameter)
        {
            foreach ((Tensor input, Tensor target) in _rows.Batches())
            {
                Tensor value = Graph.Parameters[parameter].Value;
                float[] gradient = new float[value.numel()];
                for (int i = 0; i < gradient.Length; i++)
                    gradient[i] = (float)((Loss(input, target, value, i, 1e-2f) - Loss(input, target, value, i, -1e-2f)) / 2e-2);
                yield return gradient;
            }
        }

        public void Dispose()
        {
            Context.Random.Dispose();
            Graph.Dispose();
            _scope.Dispose();
        }

        private double Loss(Tensor input, Tensor target, Tensor value, int index, float step)
        {
            using IDisposable _ = no_grad();
            using Tensor flat = value.view(-1);
            float old = flat[index].item<float>();
            flat[index] = old + step;
            double loss = _rows.Loss(new GraphRunner(Graph).Run(input, RunContext.Inference), target).item<float>();
            flat[index] = old;
            return loss;
        }
    }
}
