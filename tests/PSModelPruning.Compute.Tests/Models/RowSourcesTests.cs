using System.Globalization;
using PSModelPruning.Compute.Data;
using PSModelPruning.Compute.Models;
using PSModelPruning.Compute.Tests.Storage;

namespace PSModelPruning.Compute.Tests.Models;

public sealed class RowSourcesTests
{
    [Fact]
    public void Rows_of_a_long_file_are_let_go_as_they_pass()
    {
        const int rows = 100_000,
            watched = 1_000;
        using NetworkModel model = Samples.Mlp();
        string path = Path.GetTempFileName();
        try
        {
            using (var writer = new StreamWriter(path))
            {
                writer.WriteLine("x0,x1,x2,x3,x4,x5");
                for (int i = 0; i < rows; i++)
                    writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{i},{i % 7},0.5,-1,2,{i % 3}"));
            }
            long count = 0;
            var passed = new List<WeakReference>();
            foreach (
                RowPrediction prediction in new RowSources(model, 0, false, default).OfFiles(
                    [TabularRowReader.Open(path)],
                    new RowPreparer(model.Preprocessing)
                )
            )
            {
                Assert.Equal(++count, prediction.Row);
                if (count % watched == 0)
                    passed.Add(new WeakReference(prediction));
                if (count < rows - 1)
                    continue;
                // The memory of the whole process would tell of the tests beside this one.
                GC.Collect();
                Assert.InRange(passed.Count(row => row.IsAlive), 0, passed.Count / 10);
            }
            Assert.Equal(rows, count);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void The_first_prediction_comes_after_the_first_row()
    {
        using NetworkModel model = Samples.Mlp();
        var batch = new PredictionBatch<int>(model, 0, withAll: false);
        var sizes = new List<int>();
        for (int row = 0; row < 3000; row++)
        {
            batch.NextInputs.Fill(row);
            batch.Add(row);
            if (batch.IsFull)
                sizes.Add(batch.Predict((item, _) => item).Count);
        }

        Assert.Equal([1, 4, 16, 64, 256, 1024, 1024], sizes);
        Assert.Equal(3000 - sizes.Sum(), batch.Predict((item, _) => item).Count);
    }

    [Fact]
    public void Batches_give_every_row_its_own_prediction()
    {
        using NetworkModel model = Samples.Mlp();
        var batch = new PredictionBatch<int>(model, 7, withAll: true);
        var random = new Random(3);
        var inputs = new List<float[]>();
        var results = new List<(int Row, RowPrediction Given)>();
        for (int row = 0; row < 50; row++)
        {
            inputs.Add([.. Enumerable.Range(0, 6).Select(_ => (float)(random.NextDouble() * 2 - 1))]);
            inputs[row].CopyTo(batch.NextInputs);
            batch.Add(row);
            if (batch.IsFull || row == 49)
                results.AddRange(batch.Predict((item, prediction) => (item, prediction)));
        }

        float[] output = new float[3];
        Assert.Equal(50, results.Count);
        foreach ((int row, RowPrediction prediction) in results)
        {
            model.Predict(inputs[row], 1, output);
            int best = Array.IndexOf(output, output.Max());
            Assert.Equal(model.Classes[best], prediction.Label);
            Assert.Equal(output.Max(), prediction.Probability!.Value, 1e-5);
            Assert.Equal(prediction.Probability, prediction.Probabilities![best]);
        }
    }

    [Fact]
    public void Many_threads_predict_with_one_model()
    {
        using NetworkModel model = Samples.Mlp(40, 30, 5);
        float[] expected = Samples.Predict(model);

        Parallel.For(0, 64, new ParallelOptions { MaxDegreeOfParallelism = 8 }, _ => Assert.Equal(expected, Samples.Predict(model)));
    }
}
