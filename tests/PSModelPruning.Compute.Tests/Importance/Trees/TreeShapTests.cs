using System.Numerics;
using PSModelPruning.Compute.Importance.Trees;
using PSModelPruning.Compute.Models.Trees;
using PSModelPruning.Compute.Tests.Models.Trees;

namespace PSModelPruning.Compute.Tests.Importance.Trees;

public class TreeShapTests
{
    [Theory]
    [InlineData(0, 3, 2, 0.0)]
    [InlineData(1, 8, 6, 0.0)]
    [InlineData(2, 8, 9, 0.0)]
    [InlineData(3, 2, 8, 0.0)]
    [InlineData(4, 5, 7, 0.3)]
    [InlineData(5, 1, 5, 0.0)]
    public void Gives_the_Shapley_values_that_the_definition_gives(int seed, int inputs, int depth, double missing)
    {
        DecisionTree tree = RandomTree.Make(seed, inputs, 2, depth);
        float[] rows = RandomTree.Rows(seed + 100, 10, inputs, missing);
        var shap = new TreeShap();
        for (int row = 0; row < 10; row++)
        {
            float[] values = rows[(row * inputs)..((row + 1) * inputs)];
            var effects = new double[inputs * 2];
            shap.Add(tree, 1, values, effects, 2, 0);
            for (int output = 0; output < 2; output++)
            {
                double[] expected = ByDefinition(tree, values, output);
                for (int input = 0; input < inputs; input++)
                    Assert.Equal(expected[input], effects[input * 2 + output], 1e-9);
            }
        }
    }

    [Fact]
    public void The_values_and_the_expectation_sum_to_what_the_tree_gives_even_where_a_way_has_no_training_weight()
    {
        DecisionTree some = RandomTree.Make(7, 6, 1, 8);
        double[] weights = [.. some.Weights];
        weights[1] = 0;
        for (int node = 2; node < some.EndOf(1); node++)
            weights[node] = 0;
        var tree = new DecisionTree(1, some.Features, some.Thresholds, some.MissingLeft, some.Right, weights, some.Impurities, some.Values);
        double[] expected = [0];
        TreeShap.AddExpectation(tree, 0.5, expected, 0);
        var shap = new TreeShap();
        float[] rows = RandomTree.Rows(1, 50, 6);
        for (int row = 0; row < 50; row++)
        {
            float[] values = rows[(row * 6)..(row * 6 + 6)];
            var effects = new double[6];
            shap.Add(tree, 0.5, values, effects, 1, 0);
            Assert.Equal(0.5 * tree.Value(tree.LeafOf(values))[0], expected[0] + effects.Sum(), 1e-9);
        }
    }

    /// <summary>φᵢ = Σ over sets S without i of |S|! (n − |S| − 1)! / n! · (v(S ∪ i) − v(S)).</summary>
    private static double[] ByDefinition(DecisionTree tree, float[] row, int output)
    {
        int inputs = row.Length;
        double[] value = [.. Enumerable.Range(0, 1 << inputs).Select(set => Expect(tree, row, set, 0, output))];
        var result = new double[inputs];
        for (int input = 0; input < inputs; input++)
        {
            for (int set = 0; set < 1 << inputs; set++)
            {
                if ((set >> input & 1) != 0)
                    continue;
                int size = BitOperations.PopCount((uint)set);
                result[input] +=
                    Factorial(size) * Factorial(inputs - size - 1) / Factorial(inputs) * (value[set | 1 << input] - value[set]);
            }
        }
        return result;
    }

    private static double Expect(DecisionTree tree, float[] row, int known, int node, int output)
    {
        int feature = tree.Features[node];
        if (feature == DecisionTree.Leaf)
            return tree.Value(node)[output];
        int left = node + 1,
            right = tree.Right[node];
        if ((known >> feature & 1) != 0)
        {
            bool goesLeft = float.IsNaN(row[feature]) ? tree.MissingLeft[node] : row[feature] <= tree.Thresholds[node];
            return Expect(tree, row, known, goesLeft ? left : right, output);
        }
        double part = tree.Weights[left] / tree.Weights[node];
        return part * Expect(tree, row, known, left, output) + (1 - part) * Expect(tree, row, known, right, output);
    }

    private static double Factorial(int n) => n <= 1 ? 1 : n * Factorial(n - 1);
}
