using PSModelPruning.Compute.Data;
using PSModelPruning.Compute.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Tests.Networks.Operators;

public sealed class NormalizationOperatorTests
{
    [Theory]
    [InlineData(new long[] { 6, 3, 4, 4 })]
    [InlineData(new long[] { 6, 3, 5 })]
    [InlineData(new long[] { 6, 3 })]
    public void Batch_normalization_uses_and_updates_statistics_as_the_formula_says(long[] shape)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = SeededTensors.Normal(1, shape) * 2 + 1,
            scale = SeededTensors.Uniform(2, [3]),
            shift = SeededTensors.Uniform(3, [3]),
            mean = SeededTensors.Uniform(4, [3]),
            variance = SeededTensors.Uniform(5, [3]) + 0.5;
        float[] a = x.Floats(),
            s = scale.Floats(),
            b = shift.Floats(),
            m = mean.Floats(),
            v = variance.Floats();
        int inner = a.Length / 18,
            count = a.Length / 3;
        int Channel(int i) => i / inner % 3;
        double[] batchMean = [.. Enumerable.Range(0, 3).Select(c => a.Where((_, i) => Channel(i) == c).Average(e => (double)e))];
        double[] squares =
        [
            .. Enumerable.Range(0, 3).Select(c => a.Where((_, i) => Channel(i) == c).Sum(e => Math.Pow(e - batchMean[c], 2))),
        ];
        NodeAttributes attributes = NodeAttributes.Empty.With("epsilon", 1e-3);

        Tensor inference = OperatorRun.Run("BatchNormalization", attributes, x, scale, shift, mean, variance);
        OperatorRun.AssertClose(
            [.. a.Select((e, i) => (e - m[Channel(i)]) / Math.Sqrt(v[Channel(i)] + 1e-3) * s[Channel(i)] + b[Channel(i)])],
            inference
        );
        Assert.Equal(m, mean.Floats());

        Tensor training = OperatorRun.Run(
            "BatchNormalization",
            attributes,
            new RunContext(true, BatchNormMomentum: 0.2),
            x,
            scale,
            shift,
            mean,
            variance
        );
        OperatorRun.AssertClose(
            [
                .. a.Select(
                    (e, i) => (e - batchMean[Channel(i)]) / Math.Sqrt(squares[Channel(i)] / count + 1e-3) * s[Channel(i)] + b[Channel(i)]
                ),
            ],
            training,
            1e-4
        );
        OperatorRun.AssertClose([.. batchMean.Select((e, c) => 0.8 * m[c] + 0.2 * e)], mean);
        OperatorRun.AssertClose([.. squares.Select((e, c) => 0.8 * v[c] + 0.2 * e / (count - 1))], variance);
    }

    [Fact]
    public void A_batch_of_one_row_does_not_spoil_the_running_statistics()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor mean = SeededTensors.Uniform(6, [3]),
            variance = SeededTensors.Uniform(7, [3]);
        float[] before = variance.Floats();

        Tensor output = OperatorRun.Run(
            "BatchNormalization",
            null,
            new RunContext(true),
            SeededTensors.Uniform(8, [1, 3]),
            ones(3),
            zeros(3),
            mean,
            variance
        );

        Assert.All(output.Floats(), number => Assert.True(float.IsFinite(number)));
        Assert.Equal(before, variance.Floats());
    }

    [Fact]
    public void Layer_normalization_normalizes_every_row_over_its_axes()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = SeededTensors.Normal(9, [4, 3, 5]) * 3 + 1,
            scale = SeededTensors.Uniform(10, [3, 5]),
            shift = SeededTensors.Uniform(11, [3, 5]);
        float[] a = x.Floats(),
            s = scale.Floats(),
            b = shift.Floats();
        double[] expected = new double[a.Length];
        for (int row = 0; row < 4; row++)
        {
            double[] numbers = [.. a[(row * 15)..(row * 15 + 15)].Select(e => (double)e)];
            double mean = numbers.Average(),
                variance = numbers.Average(e => (e - mean) * (e - mean));
            for (int i = 0; i < 15; i++)
                expected[row * 15 + i] = (numbers[i] - mean) / Math.Sqrt(variance + 1e-5) * s[i] + b[i];
        }

        OperatorRun.AssertClose(expected, OperatorRun.Run("LayerNormalization", NodeAttributes.Empty.With("axis", 1), x, scale, shift));
    }

    [Fact]
    public void Estimated_statistics_are_those_of_the_rows()
    {
        using Graph graph = NetworkFactory.FromLayers(["batchnorm", "linear 2", "relu"], [3], 2, 1);
        var random = new Random(1);
        float[] inputs = [.. Enumerable.Range(0, 3000).Select(i => (float)(random.NextDouble() * (i % 3 + 1) + i % 3))];
        var rows = new Partition(MemoryStore.Over(inputs, 1000, 3), new float[1000], 0, 1000);

        int batches = BatchNormStatistics.Estimate(graph, rows, 100, 40);

        Assert.Equal(10, batches);
        float[] mean = graph.Parameters["bn1.running_mean"].Value.Floats(),
            variance = graph.Parameters["bn1.running_var"].Value.Floats();
        for (int channel = 0; channel < 3; channel++)
        {
            double[] column = [.. inputs.Where((_, i) => i % 3 == channel).Select(e => (double)e)];
            Assert.Equal(column.Average(), mean[channel], 1e-4);
            Assert.Equal(column.Average(e => Math.Pow(e - column.Average(), 2)), variance[channel], 0.02);
        }
    }
}
