using PSModelPruning.Compute.Models.Trees;

namespace PSModelPruning.Compute.Tests.Models.Trees;

/// <summary>Makes trees of any shape with made-up numbers.</summary>
internal static class RandomTree
{
    /// <param name="seed">The seed of everything.</param>
    /// <param name="inputs">Inputs that splits may compare.</param>
    /// <param name="outputs">Numbers a node gives.</param>
    /// <param name="depth">The most splits on the way to a leaf; ways may end before.</param>
    internal static DecisionTree Make(int seed, int inputs, int outputs, int depth)
    {
        var random = new Random(seed);
        var features = new List<int>();
        var thresholds = new List<float>();
        var missing = new List<bool>();
        var right = new List<int>();
        var weights = new List<double>();
        var values = new List<float>();
        void Grow(int left, double weight)
        {
            int node = features.Count;
            bool leaf = left == 0 || (left < depth && random.Next(5) == 0);
            features.Add(leaf ? DecisionTree.Leaf : random.Next(inputs));
            thresholds.Add(leaf ? 0 : random.NextSingle() * 2 - 1);
            missing.Add(!leaf && random.Next(2) == 0);
            right.Add(0);
            weights.Add(weight);
            for (int k = 0; k < outputs; k++)
                values.Add(random.NextSingle() * 4 - 2);
            if (leaf)
                return;
            double part = 0.1 + 0.8 * random.NextDouble();
            Grow(left - 1, weight * part);
            right[node] = features.Count;
            Grow(left - 1, weight * (1 - part));
        }
        Grow(depth, 100);
        return new DecisionTree(
            outputs,
            [.. features],
            [.. thresholds],
            [.. missing],
            [.. right],
            [.. weights],
            new double[features.Count],
            [.. values]
        );
    }

    /// <summary>Rows between −1.2 and 1.2, some of which are NaN where asked.</summary>
    internal static float[] Rows(int seed, int rows, int inputs, double missing = 0)
    {
        var random = new Random(seed);
        var values = new float[rows * inputs];
        for (int i = 0; i < values.Length; i++)
            values[i] = random.NextDouble() < missing ? float.NaN : random.NextSingle() * 2.4f - 1.2f;
        return values;
    }
}
