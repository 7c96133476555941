using PSModelPruning.Compute.Models;

namespace PSModelPruning.Compute.Importance;

/// <summary>Measures what a model loses when some of its inputs are dealt out among the rows at random, all of a row together.</summary>
/// <param name="model">The model.</param>
/// <param name="rows">The rows; they are changed in between and restored.</param>
/// <param name="cancellation">Looked at every batch.</param>
internal sealed class Shuffling(Model model, ModelRows rows, CancellationToken cancellation)
{
    private double? _baseline;

    /// <summary>How much the score falls: mean and standard deviation over the repeats.</summary>
    /// <param name="inputs">The inputs that move.</param>
    /// <param name="repeats">How often.</param>
    /// <param name="seed">The seed of the deals.</param>
    internal FeatureScore Score(int[] inputs, int repeats, int seed)
    {
        double baseline = _baseline ??= ScoreOf();
        float[] before = Read(inputs);
        var drops = new double[repeats];
        if (Varies(before, inputs.Length))
        {
            var random = new Random(seed);
            int[] order = [.. Enumerable.Range(0, rows.Count)];
            try
            {
                for (int repeat = 0; repeat < drops.Length; repeat++)
                {
                    random.Shuffle(order);
                    Write(inputs, before, order);
                    drops[repeat] = baseline - ScoreOf();
                }
            }
            finally
            {
                Write(inputs, before, null);
            }
        }
        double mean = drops.Average();
        double deviation = drops.Length < 2 ? double.NaN : Math.Sqrt(drops.Sum(d => (d - mean) * (d - mean)) / (drops.Length - 1));
        return new FeatureScore(mean, deviation);
    }

    private double ScoreOf()
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

    private float[] Read(int[] inputs)
    {
        var values = new float[rows.Count * inputs.Length];
        for (int row = 0; row < rows.Count; row++)
        {
            for (int i = 0; i < inputs.Length; i++)
                values[row * inputs.Length + i] = rows.Inputs[row * rows.Width + inputs[i]];
        }
        return values;
    }

    private void Write(int[] inputs, float[] values, int[]? order)
    {
        for (int row = 0; row < rows.Count; row++)
        {
            int from = order is null ? row : order[row];
            for (int i = 0; i < inputs.Length; i++)
                rows.Inputs[row * rows.Width + inputs[i]] = values[from * inputs.Length + i];
        }
    }

    private static bool Varies(float[] values, int width)
    {
        for (int i = width; i < values.Length; i++)
        {
            if (!values[i].Equals(values[i % width]))
                return true;
        }
        return false;
    }
}
