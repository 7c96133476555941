using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Tests.Evaluation;
using PSModelPruning.Compute.Training;

namespace PSModelPruning.Compute.Tests.Training;

/// <summary>Data and short ways to train for the tests of models of trees.</summary>
internal static class TreeData
{
    /// <summary>Rows around one centre a class, that overlap; some inputs are missing where asked.</summary>
    internal static Dataset Blobs(
        int classes = 3,
        int training = 300,
        int validation = 100,
        int test = 200,
        int width = 5,
        double missing = 0,
        int seed = 1
    )
    {
        var random = new Random(seed);
        int rows = training + validation + test;
        var inputs = new float[rows * width];
        var targets = new float[rows];
        for (int row = 0; row < rows; row++)
        {
            targets[row] = random.Next(classes);
            for (int i = 0; i < width; i++)
            {
                double noise = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
                inputs[row * width + i] = random.NextDouble() < missing ? float.NaN : (float)((i == (int)targets[row] ? 2 : 0) + noise);
            }
        }
        return HandMade.Data(
            HandMade.Schema([.. Enumerable.Range(0, width).Select(i => HandMade.Number($"x{i}", i))]),
            [.. Enumerable.Range(0, classes).Select(k => $"class {k}")],
            inputs,
            targets,
            validation,
            test
        );
    }

    /// <summary>A target of numbers far from zero: 1000 + 30·sin(x₀) + 10·x₁·x₂ with a little noise.</summary>
    internal static Dataset Numbers(int training = 400, int validation = 100, int test = 200, int seed = 1)
    {
        var random = new Random(seed);
        int rows = training + validation + test;
        var inputs = new float[rows * 4];
        var targets = new float[rows];
        for (int row = 0; row < rows; row++)
        {
            for (int i = 0; i < 4; i++)
                inputs[row * 4 + i] = random.NextSingle() * 4 - 2;
            targets[row] = (float)(
                1000 + 30 * Math.Sin(inputs[row * 4]) + 10 * inputs[row * 4 + 1] * inputs[row * 4 + 2] + random.NextDouble()
            );
        }
        return HandMade.Data(
            HandMade.Schema([.. Enumerable.Range(0, 4).Select(i => HandMade.Number($"x{i}", i))]),
            [],
            inputs,
            targets,
            validation,
            test
        );
    }

    internal static T Train<T>(Dataset dataset, TrainingRequest request)
        where T : Model => (T)ModelKindCatalog.Get(request.Kind).Train(dataset, request, SilentMonitor.Instance);

    /// <summary>The outputs of all rows of a partition.</summary>
    internal static float[] Predict(Model model, PartitionName partition = PartitionName.Test)
    {
        var rows = model.Dataset![partition];
        var outputs = new float[rows.RowCount * model.OutputCount];
        model.Predict(rows.Inputs.Span, rows.RowCount, outputs);
        return outputs;
    }
}
