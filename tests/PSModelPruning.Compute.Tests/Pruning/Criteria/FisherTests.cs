using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Pruning.Networks.Criteria;
using PSModelPruning.Compute.Tests.Pruning.Structures;
using PSModelPruning.Compute.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Tests.Pruning.Criteria;

public sealed class FisherTests
{
    public static TheoryData<string> Structures =>
        [.. StructureNets.Names.Where(name => !name.StartsWith("Embedding", StringComparison.Ordinal))];

    [Theory]
    [InlineData("linear 4", 5)]
    [InlineData("conv 3x3 pad 1 stride 2", 1, 5, 4)]
    public void A_weight_is_scored_by_half_its_square_times_the_mean_square_of_single_rows_gradients(string layer, params int[] shape)
    {
        using var rows = new CriterionSetting(1, shape, layer, "tanh");
        using var batches = new CriterionSetting(8, shape, layer, "tanh");
        string weight = layer.StartsWith("conv", StringComparison.Ordinal) ? "conv1.weight" : "fc1.weight";
        float[] expected = [.. rows.FromGradients(weight, (gradient, value) => 0.5f * value * value * gradient * gradient / 16)];

        CriterionSetting.AssertClose(expected, batches.Scores("Fisher", weight));
    }

    [Fact]
    public void A_neuron_is_scored_by_the_mean_square_of_its_joint_contribution_in_single_rows()
    {
        using var rows = new CriterionSetting(1);
        using var batches = new CriterionSetting(8);
        float[] weights = rows.Weight("fc2.weight");
        float[] expected = new float[4];
        foreach (float[] gradient in rows.Gradients("fc2.weight"))
        {
            for (int neuron = 0; neuron < 4; neuron++)
                expected[neuron] += MathF.Pow(Enumerable.Range(0, 3).Sum(o => gradient[o * 4 + neuron] * weights[o * 4 + neuron]), 2) / 32;
        }

        CriterionSetting.AssertClose(expected, batches.UnitScores("Fisher"));
    }

    [Theory]
    [MemberData(nameof(Structures))]
    public void Gradients_of_single_rows_equal_those_of_batches_of_one(string structure)
    {
        using DisposeScope scope = NewDisposeScope();
        using Graph graph = StructureNets.Build(structure, 3);
        int[] shape = [.. graph.InputShape];
        int outputs = (int)graph.InferShapes()[graph.OutputName][1];
        Dataset data = PruningFixture.Blobs(shape, outputs, training: 5, validation: 0);
        string[] weights = [.. graph.PrunableWeights().Select(entry => entry.Weight.Name)];
        using var random = new Generator(1, CPU);
        CriterionContext Context(int batchSize) =>
            new(
                graph,
                new CalibrationRows(TrainingData.From(data), new TrainingOptions(), shape, batchSize, 1),
                random,
                PruningFixture.Silent
            );

        var expected = weights.ToDictionary(name => name, _ => new List<float>());
        Context(1)
            .EachBatchGradient(weights, (batch, _) =>
            {
                foreach (string name in weights)
                    expected[name].AddRange(batch[name].Gradient.contiguous().data<float>().ToArray());
            });
        var actual = weights.ToDictionary(name => name, _ => new List<float>());
        var gradients = new ExampleGradients(Context(3), weights);
        gradients.EachChunk(chunk =>
        {
            foreach (string name in weights)
                actual[name].AddRange(chunk[name].contiguous().data<float>().ToArray());
        });
        Dictionary<string, Tensor> squares = gradients.SumsOfSquares();

        foreach (string name in weights)
        {
            CriterionSetting.AssertClose([.. expected[name]], [.. actual[name]], 1e-4f);
            int elements = expected[name].Count / 5;
            float[] sums =
            [
                .. Enumerable
                    .Range(0, elements)
                    .Select(i => Enumerable.Range(0, 5).Sum(row => MathF.Pow(expected[name][row * elements + i], 2))),
            ];
            AssertPicked(gradients, name, elements, expected[name]);
            CriterionSetting.AssertClose(sums, squares[name].contiguous().data<float>().ToArray(), 1e-4f);
        }
    }

    /// <summary>The gradients of some places alone are those of all places at these.</summary>
    private static void AssertPicked(ExampleGradients gradients, string weight, int elements, List<float> all)
    {
        long[] places = [.. Enumerable.Range(0, elements).Where(i => i % 3 != 1).Select(i => (long)i)];
        var picked = new float[places.Length, 5];
        int row = 0;
        gradients.EachBatch(batch =>
        {
            float[] values = batch.Gradients(weight, tensor(places)).contiguous().data<float>().ToArray();
            for (int i = 0; i < values.Length; i++)
                picked[i / batch.Examples, row + i % batch.Examples] = values[i];
            row += (int)batch.Examples;
        });
        float[] expected = [.. places.SelectMany(place => Enumerable.Range(0, 5).Select(example => all[example * elements + (int)place]))];
        CriterionSetting.AssertClose(expected, [.. picked.Cast<float>()], 1e-4f);
    }
}
