using PSModelPruning.Compute.Data;
using PSModelPruning.Compute.Models;
using PSModelPruning.Compute.Models.Ensembles;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Tests.Storage;
using PSModelPruning.Compute.Tests.Storage.Golden;

namespace PSModelPruning.Compute.Tests.Models;

/// <summary>A prediction is a number, or an error of its row.</summary>
public sealed class PredictionNumberTests
{
    public static TheoryData<string> TabularModels =>
        [
            "boosted",
            "boosted-numbers",
            "ensemble-stacked",
            "ensemble-voted",
            "forest",
            "linear",
            "neighbors",
            "network-dense",
            "network-quantized",
            "rules",
            "tree",
        ];

    [Theory]
    [MemberData(nameof(TabularModels))]
    public void A_number_beyond_single_precision_is_an_error_that_names_the_row_and_the_column(string name)
    {
        using Model model = GoldenFile.Current(name).Read();
        var preparer = new RowPreparer(model.Preprocessing);
        preparer.BindByPlace();
        float[] inputs = new float[model.Preprocessing.Width];
        for (int i = 0; i < model.Preprocessing.Features.Count; i++)
        {
            DatasetColumn column = model.Preprocessing.Features[i];
            if (column.Kind != ColumnKind.Number)
                continue;
            foreach (object value in new object[] { 1e39 * column.Divisor, -1e300, "1e300" })
            {
                object?[] row = new object?[model.Preprocessing.Features.Count];
                row[i] = value;
                if (column.ClipHigh is not null)
                    continue;
                ComputeException error = Assert.Throws<ComputeException>(() => preparer.Prepare(row, inputs));
                Assert.Equal("ValueTooLarge", error.ErrorId);
                Assert.Contains($"'{column.Name}'", error.Message, StringComparison.Ordinal);
                Assert.StartsWith("Row ", error.Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void A_network_whose_numbers_overflow_has_no_prediction_and_says_for_which_row()
    {
        using NetworkModel model = Samples.Mlp();
        var batch = new PredictionBatch<int>(model, 8, withAll: false);
        batch.NextInputs.Clear();
        batch.Add(0);
        Assert.Single(batch.Predict((_, prediction) => prediction));
        for (int row = 0; row < 3; row++)
        {
            batch.NextInputs.Fill(row == 1 ? 3e38f : 1);
            batch.Add(row);
        }
        ComputeException error = Assert.Throws<ComputeException>(() => batch.Predict((_, prediction) => prediction));
        Assert.Equal("PredictionNotFinite", error.ErrorId);
        Assert.StartsWith("Row 3:", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_member_without_prediction_does_not_vote_for_the_first_class()
    {
        var voting = new HardVoting([1, 1]);
        float[] output = new float[2];
        voting.Add(0, [0.2f, 0.8f], output, 2);
        voting.Add(1, [float.NaN, float.NaN], output, 2);
        Assert.True(output.AsSpan().ContainsNonFinite());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(17)]
    public void What_is_no_number_is_found_anywhere(int place)
    {
        foreach (float odd in new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity })
        {
            float[] numbers = [.. Enumerable.Repeat(float.MaxValue, 18)];
            Assert.False(numbers.AsSpan().ContainsNonFinite());
            numbers[place] = odd;
            Assert.True(numbers.AsSpan().ContainsNonFinite());
        }
    }

    [Fact]
    public void Of_several_errors_of_parallel_work_the_one_that_tells_most_is_thrown()
    {
        var memory = new OutOfMemoryException();
        Assert.Same(memory, Fault.Of(new AggregateException(new OperationCanceledException(), new AggregateException(memory))));
        var other = new InvalidOperationException();
        Assert.Same(other, Fault.Of(new AggregateException(new OperationCanceledException(), other)));
        Assert.Throws<OutOfMemoryException>(() => CoreLoop.Run(64, _ => throw new OutOfMemoryException(), threads: 2));
    }
}
