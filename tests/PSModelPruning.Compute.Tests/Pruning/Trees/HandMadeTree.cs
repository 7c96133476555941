using PSModelPruning.Compute.Data;
using PSModelPruning.Compute.Models.Trees;

namespace PSModelPruning.Compute.Tests.Pruning.Trees;

/// <summary>Trees of which the test says every node.</summary>
internal static class HandMadeTree
{
    /// <summary>A tree of classes by Gini impurity.</summary>
    /// <param name="nodes">In preorder: the input that a split compares (-1 for a leaf), its threshold, its right child, and the rows of
    /// each class.</param>
    internal static DecisionTree OfClasses(params (int Feature, float Threshold, int Right, double[] Counts)[] nodes)
    {
        double[] weights = [.. nodes.Select(node => node.Counts.Sum())];
        return new DecisionTree(
            nodes[0].Counts.Length,
            [.. nodes.Select(node => node.Feature)],
            [.. nodes.Select(node => node.Threshold)],
            new bool[nodes.Length],
            [.. nodes.Select(node => node.Right)],
            weights,
            [.. nodes.Select((node, i) => 1 - node.Counts.Sum(count => count / weights[i] * (count / weights[i])))],
            [.. nodes.SelectMany((node, i) => node.Counts.Select(count => (float)(count / weights[i])))]
        );
    }

    /// <summary>A tree of random shape whose leaves hold a few rows of each class at random.</summary>
    internal static DecisionTree Random(int splits, int classes, int seed)
    {
        var random = new Random(seed);
        var nodes = new List<(int Feature, float Threshold, int Right, double[] Counts)>();
        Grow(splits);
        return OfClasses([.. nodes]);

        double[] Grow(int below)
        {
            int own = nodes.Count;
            if (below == 0)
            {
                double[] counts = [.. Enumerable.Range(0, classes).Select(_ => (double)random.Next(0, 6))];
                counts[random.Next(classes)] += 1;
                nodes.Add((DecisionTree.Leaf, 0, 0, counts));
                return counts;
            }
            nodes.Add(default);
            int left = random.Next(below);
            double[] leftCounts = Grow(left);
            int right = nodes.Count;
            double[] rightCounts = Grow(below - 1 - left);
            double[] sum = [.. leftCounts.Zip(rightCounts, (a, b) => a + b)];
            nodes[own] = (random.Next(3), random.NextSingle(), right, sum);
            return sum;
        }
    }

    /// <summary>A model of a tree whose inputs are x0, x1 …</summary>
    internal static TreeModel Model(DecisionTree tree, Dataset dataset) =>
        new(
            new ModelDescription
            {
                Name = "Tree",
                Task = dataset.Task,
                Classes = dataset.Classes,
                Preprocessing = dataset.Preprocessing,
                Dataset = dataset,
            },
            tree,
            new TreeOptions { Criterion = dataset.Classes.Count > 0 ? "Gini" : "SquaredError" }
        );

    /// <summary>A data set of random rows, <c>[rows × 3]</c>, whose classes follow the first two inputs with noise.</summary>
    internal static Dataset Data(int training, int validation, int classes, int seed)
    {
        var random = new Random(seed);
        int rows = training + validation;
        float[] inputs = [.. Enumerable.Range(0, rows * 3).Select(_ => random.NextSingle())];
        float[] targets = [.. Enumerable.Range(0, rows).Select(row => Target(inputs[row * 3], inputs[row * 3 + 1]))];
        return DatasetFactory.Create(inputs, targets, [3], [.. Enumerable.Range(0, classes).Select(i => $"c{i}")], validation);

        float Target(float x, float y)
        {
            float signal = x + (y > 0.5f ? 0.4f : 0);
            if (classes == 0)
                return signal + 0.3f * random.NextSingle();
            return random.NextDouble() < 0.25 ? random.Next(classes) : Math.Min(classes - 1, (int)(signal / 1.4f * classes));
        }
    }
}
