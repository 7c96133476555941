using PSModelPruning.Compute.Evaluation;
using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Pruning.Networks.Criteria;
using PSModelPruning.Compute.Tests.Pruning.Structures;
using TorchSharp;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Tests.Pruning.Criteria;

public sealed class SparseGptTests
{
    private const int Inputs = 5,
        Neurons = 4;

    // Which of the weights of a row stay, neuron by neuron.
    private static readonly float[] Mask = [1, 0, 1, 1, 0, 0, 1, 0, 1, 1, 1, 1, 1, 0, 0, 0, 0, 1, 0, 1];

    [Fact]
    public void A_weight_is_scored_with_the_inverse_hessian_of_the_columns_from_its_own_on()
    {
        using var setting = new CriterionSetting();
        double[,] hessian = Hessian(setting.Data);
        float[] weight = setting.Weight("fc1.weight");

        float[] expected = [.. weight.Select((w, i) => (float)(w * w / Rest(hessian, i % Inputs)[0, 0]))];

        CriterionSetting.AssertClose(expected, [.. setting.DoubleScores("SparseGpt", "fc1.weight").Select(score => (float)score)], 1e-4f);
    }

    [Fact]
    public void The_update_is_the_brain_surgeons_column_after_column()
    {
        using var setting = new CriterionSetting();
        double[,] hessian = Hessian(setting.Data);
        float[] expected = setting.Weight("fc1.weight");
        for (int neuron = 0; neuron < Neurons; neuron++)
        {
            for (int column = 0; column < Inputs; column++)
            {
                int at = neuron * Inputs + column;
                if (Mask[at] == 1)
                    continue;
                double[,] rest = Rest(hessian, column);
                double error = expected[at] / rest[0, 0];
                for (int behind = column; behind < Inputs; behind++)
                    expected[neuron * Inputs + behind] -= (float)(error * rest[0, behind - column]);
            }
        }
        expected = [.. expected.Select((w, i) => w * Mask[i])];

        CriterionSetting.AssertClose(expected, Compensated(setting), 1e-4f);
    }

    [Fact]
    public void What_the_layer_gives_is_nearer_to_before_than_without_the_update_and_no_nearer_than_least_squares()
    {
        using var setting = new CriterionSetting();
        double[,] hessian = Hessian(setting.Data);
        float[] before = setting.Weight("fc1.weight"),
            after = Compensated(setting);
        double allMasked = 0,
            allUpdated = 0;
        for (int neuron = 0; neuron < Neurons; neuron++)
        {
            int[] all = [.. Enumerable.Range(0, Inputs)],
                stay = [.. all.Where(i => Mask[neuron * Inputs + i] == 1)],
                go = [.. all.Except(stay)];
            double[] w = [.. before.Skip(neuron * Inputs).Take(Inputs).Select(x => (double)x)];
            double masked = Matrices.Quadratic(hessian, [.. w.Select((x, i) => go.Contains(i) ? -x : 0)]);
            double updated = Matrices.Quadratic(hessian, [.. w.Select((x, i) => after[neuron * Inputs + i] - x)]);
            // The closed form: δ_R = H_RR⁻¹ H_RQ w_Q.
            double[] shift = Matrices.Times(
                Matrices.Inverse(Matrices.Part(hessian, stay, stay)),
                Matrices.Times(Matrices.Part(hessian, stay, go), [.. go.Select(i => w[i])])
            );
            double best = Matrices.Quadratic(hessian, [.. all.Select(i => go.Contains(i) ? -w[i] : shift[Array.IndexOf(stay, i)])]);

            Assert.InRange(updated, best - 1e-6, masked * 1.01);
            (allMasked, allUpdated) = (allMasked + masked, allUpdated + updated);
            Assert.All(go, i => Assert.Equal(0, after[neuron * Inputs + i]));
        }
        Assert.True(allUpdated < 0.9 * allMasked, $"{allUpdated} with the update, {allMasked} without.");
    }

    [Theory]
    [InlineData("Depthwise multiplier")]
    [InlineData("Table as sequence")]
    [InlineData("ConvNet")]
    [InlineData("MatMul over tokens")]
    public void Convolutions_and_products_of_sequences_are_reconstructed_too(string structure)
    {
        using DisposeScope scope = NewDisposeScope();
        using Graph graph = StructureNets.Build(structure, 3);
        Dataset data = PruningFixture.Blobs([.. graph.InputShape], (int)graph.InferShapes()[graph.OutputName][1]);
        using NetworkModel model = PruningFixture.Model(graph.Clone(), data);

        using NetworkModel pruned = PruningFixture.Prune(model, PruningFixture.Options(0.5, "SparseGpt"));
        using Graph masked = graph.Clone();
        foreach ((_, GraphParameter weight) in pruned.Graph.PrunableWeights())
            masked.Parameters[weight.Name].Value.mul_(weight.Value.ne(0));

        Assert.Equal(0.5, pruned.Pruning!.Sparsity, 1);
        Tensor input = tensor(data.Training.Inputs.ToArray(), [data.TrainingRows, .. graph.InputShape.Select(size => (long)size)]);
        double Distance(Graph candidate) =>
            (new GraphRunner(candidate).Infer(input) - new GraphRunner(graph).Infer(input)).square().mean().item<float>();
        Assert.True(
            Distance(pruned.Graph) < 0.7 * Distance(masked),
            $"{Distance(pruned.Graph)} with the update, {Distance(masked)} without."
        );
    }

    [Fact]
    public void At_seventy_percent_without_fine_tuning_it_loses_less_than_magnitude()
    {
        NetworkModel model = PruningFixture.DigitsModel;
        double Accuracy(string method)
        {
            using NetworkModel pruned = PruningFixture.Prune(model, PruningFixture.Options(0.7, method));
            Assert.Equal(0.7, pruned.Sparsity, 3);
            return ModelEvaluator.Evaluate(pruned, model.Dataset!, PartitionName.Test, PruningFixture.Silent).Accuracy;
        }

        double sparseGpt = Accuracy("SparseGpt"),
            magnitude = Accuracy("Magnitude");

        Assert.True(sparseGpt >= magnitude && sparseGpt > 0.9, $"SparseGpt {sparseGpt}, Magnitude {magnitude}.");
    }

    private static float[] Compensated(CriterionSetting setting)
    {
        var masks = new Dictionary<string, Tensor> { ["fc1.weight"] = tensor(Mask).reshape(Neurons, Inputs) };
        using (no_grad())
            CriterionCatalog.Get("SparseGpt").Compensate(setting.Context, masks);
        return setting.Weight("fc1.weight");
    }

    /// <summary>X Xᵀ of the sixteen rows, with a hundredth of the mean diagonal.</summary>
    private static double[,] Hessian(Dataset data)
    {
        var hessian = new double[Inputs, Inputs];
        for (int row = 0; row < 16; row++)
        {
            for (int i = 0; i < Inputs; i++)
            {
                for (int j = 0; j < Inputs; j++)
                    hessian[i, j] += (double)data.Training.Row(row)[i] * data.Training.Row(row)[j];
            }
        }
        double damping = Enumerable.Range(0, Inputs).Average(i => hessian[i, i]) * 0.01;
        for (int i = 0; i < Inputs; i++)
            hessian[i, i] += damping;
        return hessian;
    }

    /// <summary>The inverse without the columns before one.</summary>
    private static double[,] Rest(double[,] hessian, int first)
    {
        int[] rest = [.. Enumerable.Range(first, Inputs - first)];
        return Matrices.Inverse(Matrices.Part(hessian, rest, rest));
    }
}
