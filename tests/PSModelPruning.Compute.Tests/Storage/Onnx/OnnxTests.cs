using System.Globalization;
using PSModelPruning.Compute.Models.Trees;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Storage;

namespace PSModelPruning.Compute.Tests.Storage.Onnx;

/// <summary>Compares models that were read from ONNX files with ONNX Runtime.</summary>
public abstract class OnnxTests
{
    private protected const int Float = 1;
    private protected const int Long = 7;
    private protected const int Double = 11;

    private protected static Model Load(byte[] file, IWorkMonitor? monitor = null, string name = "model.onnx", params string[] classes) =>
        ModelFile.Load(
            new MemoryStream(file),
            name,
            monitor ?? SilentMonitor.Instance,
            new ModelReadOptions { Classes = classes.Length > 0 ? classes : null }
        );

    private protected static T Load<T>(byte[] file)
        where T : Model => Assert.IsType<T>(Load(file));

    private protected static ComputeException Refused(byte[] file) => Assert.Throws<ComputeException>(() => Load(file));

    /// <summary>
    /// Random rows: near the thresholds of the model, exactly at them and one step beside them, and with some values missing.
    /// </summary>
    private protected static float[] Rows(Model model, int rows, double missing = 0.05, int seed = 1)
    {
        int width = model.Preprocessing.Width;
        var random = new Random(seed);
        var values = new List<float>[width];
        for (int i = 0; i < width; i++)
            values[i] = [];
        foreach (DecisionTree tree in (model as ISumOfTrees)?.Trees ?? [])
        {
            for (int node = 0; node < tree.NodeCount; node++)
            {
                if (tree.Features[node] != DecisionTree.Leaf && float.IsFinite(tree.Thresholds[node]))
                    values[tree.Features[node]].Add(tree.Thresholds[node]);
            }
        }
        var result = new float[rows * width];
        for (int i = 0; i < result.Length; i++)
        {
            List<float> known = values[i % width];
            float near = known.Count == 0 ? (float)(random.NextDouble() * 8 - 2) : known[random.Next(known.Count)];
            result[i] =
                random.NextDouble() < missing ? float.NaN
                : known.Count == 0 ? near
                : random.Next(6) switch
                {
                    0 or 1 => near,
                    2 or 3 => MathF.BitIncrement(near),
                    4 => MathF.BitDecrement(near),
                    _ => near + (float)(random.NextDouble() - 0.5) * (1 + Math.Abs(near)),
                };
        }
        return result;
    }

    /// <summary>Predicts with a model and with ONNX Runtime, and asserts that both say the same.</summary>
    private protected static void AssertSame(
        Model model,
        byte[] file,
        float[] rows,
        double tolerance = 1e-5,
        bool checkLabels = true,
        bool checkScores = true
    )
    {
        int width = model.Preprocessing.Width,
            outputs = model.OutputCount,
            count = rows.Length / width;
        var own = new float[count * outputs];
        model.Predict(rows, count, own);
        OnnxRuntimeOutputs theirs = OnnxRuntimeOutputs.Of(file, rows, width);
        Assert.Equal(count, theirs.Scores.Length);
        for (int row = 0; row < count; row++)
        {
            float[] mine = own[(row * outputs)..((row + 1) * outputs)];
            string shown = $"row {row}: [{Shown(mine)}], ONNX Runtime [{Shown(theirs.Scores[row])}]";
            if (checkScores)
            {
                float[] their =
                    theirs.Scores[row].Length == 1 && outputs == 2
                        ? [1 - theirs.Scores[row][0], theirs.Scores[row][0]]
                        : theirs.Scores[row];
                Assert.Equal(outputs, their.Length);
                for (int k = 0; k < outputs; k++)
                    Assert.True(Math.Abs(mine[k] - their[k]) <= tolerance * Math.Max(1, Math.Abs(their[k])), shown);
            }
            if (!checkLabels || theirs.Labels.Length == 0 || outputs == 1)
                continue;
            int best = Array.IndexOf(mine, mine.Max());
            float[] sorted = [.. mine.Order()];
            // Where two classes are as probable, rounding decides.
            if (sorted[^1] - sorted[^2] > 1e-5)
                Assert.True(model.Classes[best] == theirs.Labels[row], $"{shown}, label {theirs.Labels[row]}");
        }
    }

    private static string Shown(float[] values) =>
        string.Join(", ", values.Select(value => value.ToString("R", CultureInfo.InvariantCulture)));
}
