using PSModelPruning.Compute.Importance;
using PSModelPruning.Compute.Models.Trees;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Training.Trees;

namespace PSModelPruning.Compute.Pruning.Features;

/// <summary>
/// Grows random forests from features and their shadows: copies whose values are dealt out among the rows at random. Copies of a row count
/// as one row of their weight.
/// </summary>
internal sealed class ShadowForest
{
    private const int Trees = 100;
    private const int LeastShadows = 20;
    private const int MostRows = 10_000;

    private readonly IReadOnlyList<FeatureGroup> _features;
    private readonly float[][] _columns;
    private readonly TreeTarget _target;
    private readonly int[] _weights;
    private readonly int _rows,
        _seed,
        _threads;

    /// <param name="dataset">Its training rows are read, a random 10,000 of more.</param>
    /// <param name="seed">The seed of everything random.</param>
    /// <param name="threads">Threads; 0 takes all processors.</param>
    internal ShadowForest(Dataset dataset, int seed, int threads)
    {
        (_seed, _threads) = (seed, threads);
        _features = FeatureGroup.Of(dataset.Preprocessing);
        int observations = dataset.TrainingObservations;
        int[] rows = RowSample.Choose(observations, observations <= MostRows ? 1 : (double)MostRows / observations, seed);
        _weights = Array.ConvertAll(rows, row => dataset.Copies?.Counts[row] ?? 1);
        if (dataset.Copies is { } copies)
            rows = Array.ConvertAll(rows, row => copies.First[row]);
        _rows = rows.Length;
        _columns = new float[dataset.Inputs][];
        for (int input = 0; input < _columns.Length; input++)
            dataset.Training.ReadColumn(rows, input, _columns[input] = new float[rows.Length]);
        _target =
            dataset.Task == LearningTask.Classification
                ? TreeTarget.Classes(Array.ConvertAll(rows, dataset.Training.Label), dataset.Classes.Count)
                : TreeTarget.ForNumbers(Array.ConvertAll(rows, row => dataset.Training.Targets.Span[row]));
    }

    /// <summary>Grows one forest with new shadows.</summary>
    /// <param name="features">Indices of the features that take part.</param>
    /// <param name="round">Which forest it is; each has its own random numbers.</param>
    /// <param name="cancellation">Looked at for every tree.</param>
    /// <returns>The importance of each of the features, and that of the most important shadow.</returns>
    internal (double[] Importances, double BestShadow) Grow(int[] features, int round, CancellationToken cancellation)
    {
        var random = new Random(unchecked(_seed * 7919 + round));
        var columns = new List<float[]>();
        var owners = new List<int>();
        for (int i = 0; i < features.Length; i++)
        {
            foreach (int input in _features[features[i]].Inputs)
            {
                columns.Add(_columns[input]);
                owners.Add(i);
            }
        }
        int shadows = Math.Max(_features.Count, LeastShadows);
        for (int shadow = 0; shadow < shadows; shadow++)
        {
            int[] order = [.. Enumerable.Range(0, _rows)];
            random.Shuffle(order);
            foreach (int input in _features[shadow % _features.Count].Inputs)
            {
                columns.Add(Array.ConvertAll(order, row => _columns[input][row]));
                owners.Add(features.Length + shadow);
            }
        }
        double[] importances = Importances(TrainingColumns.Of([.. columns]), [.. owners], features.Length + shadows, round, cancellation);
        return (importances[..features.Length], importances[features.Length..].Max());
    }

    /// <summary>The mean decrease of impurity that each feature's splits bring, per row.</summary>
    private double[] Importances(TrainingColumns columns, int[] owners, int count, int round, CancellationToken cancellation)
    {
        var options = new TreeOptions
        {
            MaxFeatures = _target.IsClasses ? "Sqrt" : "Third",
            MinLeafSamples = _target.IsClasses ? 1 : 5,
            Threads = 1,
        };
        var trees = new DecisionTree[Trees];
        // Growers keep buffers and are for one thread each.
        CoreLoop.Run(
            Trees,
            () => new TreeGrower(columns, options),
            (tree, grower) =>
            {
                int seed = unchecked((_seed * 7919 + round) * 131 + tree);
                trees[tree] = grower.Grow(_target, Bootstrap(seed), (ulong)(uint)seed, cancellation: cancellation);
            },
            cancellation,
            _threads
        );
        var sums = new double[count];
        foreach (DecisionTree tree in trees)
        {
            for (int node = 0; node < tree.NodeCount; node++)
            {
                if (tree.Features[node] == DecisionTree.Leaf)
                    continue;
                sums[owners[tree.Features[node]]] += Amount(tree, node) - Amount(tree, node + 1) - Amount(tree, tree.Right[node]);
            }
        }
        return [.. sums.Select(sum => sum / ((double)Trees * _rows))];
    }

    private static double Amount(DecisionTree tree, int node) => tree.Weights[node] * tree.Impurities[node];

    private float[] Bootstrap(int seed)
    {
        var random = new Random(seed);
        var weights = new float[_rows];
        for (int i = 0; i < _rows; i++)
        {
            int row = random.Next(_rows);
            weights[row] += _weights[row];
        }
        return weights;
    }
}
