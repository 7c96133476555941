using PSModelPruning.Compute.Models;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Importance.Scorers;

/// <summary>
/// How much the score (accuracy, or R²) falls when the feature's values are dealt out among the rows at random, so that they keep their
/// distribution but tell nothing: the mean over the repeats (Breiman 2001, "Random forests", section 10, for any model). The inputs of a column move
/// together. Features that say the same thing hide each other's importance.
/// </summary>
/// <remarks>Costs features × repeats × rows predictions; a feature that does not vary in the rows scores 0 without any.</remarks>
internal sealed class PermutationScorer : ModelScorer
{
    internal override string Name => "Permutation";

    internal override string Description => "How much accuracy (or R²) falls when the feature's values are shuffled; any model.";

    internal override FeatureScore[] Score(Model model, IReadOnlyList<FeatureGroup> features, ModelRows rows, ImportanceOptions options, IWorkMonitor monitor)
    {
        double baseline = ScoreOf(model, rows, monitor.Cancellation);
        var scores = new FeatureScore[features.Count];
        for (int f = 0; f < features.Count; f++)
        {
            monitor.Progress(new WorkProgress("Measuring feature importance", $"{features[f].Name}, {f + 1} of {features.Count}", (double)f / features.Count));
            scores[f] = Score(model, features[f], rows, baseline, options with { Seed = unchecked(options.Seed * 31 + f) }, monitor.Cancellation);
        }
        return scores;
    }

    private static FeatureScore Score(Model model, FeatureGroup feature, ModelRows rows, double baseline, ImportanceOptions options, CancellationToken cancellation)
    {
        float[] before = Read(feature, rows);
        var drops = new double[options.Repeats];
        if (Varies(before, feature.InputCount))
        {
            var random = new Random(options.Seed);
            int[] order = [.. Enumerable.Range(0, rows.Count)];
            try
            {
                for (int repeat = 0; repeat < drops.Length; repeat++)
                {
                    random.Shuffle(order);
                    Write(feature, rows, before, order);
                    drops[repeat] = baseline - ScoreOf(model, rows, cancellation);
                }
            }
            finally
            {
                Write(feature, rows, before, null);
            }
        }
        double mean = drops.Average();
        double deviation = drops.Length < 2 ? double.NaN : Math.Sqrt(drops.Sum(d => (d - mean) * (d - mean)) / (drops.Length - 1));
        return new FeatureScore(mean, deviation);
    }

    private static double ScoreOf(Model model, ModelRows rows, CancellationToken cancellation)
    {
        int batch = ModelPredictor.BatchRows(model);
        int width = model.OutputCount;
        var output = new float[batch * width];
        double sum = 0;
        for (int first = 0; first < rows.Count; first += batch)
        {
            cancellation.ThrowIfCancellationRequested();
            int count = Math.Min(batch, rows.Count - first);
            model.Predict(rows.Slice(first, count), count, output.AsSpan(0, count * width));
            for (int i = 0; i < count; i++)
                sum += OutputScore.OfRow(output.AsSpan(i * width, width), rows.Targets[first + i], model.Task);
        }
        return OutputScore.OfSum(sum, rows.Targets, model.Task);
    }

    private static float[] Read(FeatureGroup feature, ModelRows rows)
    {
        var values = new float[rows.Count * feature.InputCount];
        for (int row = 0; row < rows.Count; row++)
            rows.Inputs.AsSpan(row * rows.Width + feature.FirstInput, feature.InputCount).CopyTo(values.AsSpan(row * feature.InputCount));
        return values;
    }

    private static void Write(FeatureGroup feature, ModelRows rows, float[] values, int[]? order)
    {
        for (int row = 0; row < rows.Count; row++)
        {
            int from = order is null ? row : order[row];
            values.AsSpan(from * feature.InputCount, feature.InputCount).CopyTo(rows.Inputs.AsSpan(row * rows.Width + feature.FirstInput));
        }
    }

    private static bool Varies(float[] values, int width)
    {
        for (int i = width; i < values.Length; i++)
        {
            if (values[i] != values[i % width])
                return true;
        }
        return false;
    }
}
