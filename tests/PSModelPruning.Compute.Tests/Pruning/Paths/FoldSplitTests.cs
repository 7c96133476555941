using PSModelPruning.Compute.Data;
using PSModelPruning.Compute.Pruning.Paths;

namespace PSModelPruning.Compute.Tests.Pruning.Paths;

public sealed class FoldSplitTests
{
    [Fact]
    public void Every_training_row_is_held_out_once_and_no_other_row_is()
    {
        Dataset data = Numbered(103, 20);
        var split = new FoldSplit(data, 10, 3);
        var held = new List<float>();
        for (int fold = 0; fold < split.Count; fold++)
        {
            Dataset part = split.Fold(fold);
            held.AddRange(part.Test.Inputs.ToArray());
            Assert.Equal(103, part.TrainingRows + part.TestRows);
            Assert.InRange(part.TestRows, 10, 11);
            Assert.Empty(part.Training.Inputs.ToArray().Intersect(part.Test.Inputs.ToArray()));
            Assert.Equal(data.Validation.Inputs.ToArray(), part.Validation.Inputs.ToArray());
            Assert.All(Enumerable.Range(0, part.TestRows), row => Assert.Equal(Label(part.Test.Row(row)[0]), part.Test.Targets.Span[row]));
        }
        Assert.Equal(Enumerable.Range(0, 103).Select(i => (float)i), held.Order());
    }

    [Fact]
    public void Classes_are_spread_evenly()
    {
        var split = new FoldSplit(Numbered(100, 0), 5, 1);

        // One row of five is of class 1: 20 in all, 4 in each part.
        for (int fold = 0; fold < 5; fold++)
            Assert.Equal(4, split.Fold(fold).Test.Targets.ToArray().Count(label => label == 1));
    }

    [Fact]
    public void The_seed_decides_the_parts()
    {
        Dataset data = Numbered(50, 0);

        Assert.Equal(new FoldSplit(data, 5, 7).Fold(2).Test.Inputs.ToArray(), new FoldSplit(data, 5, 7).Fold(2).Test.Inputs.ToArray());
        Assert.NotEqual(new FoldSplit(data, 5, 7).Fold(2).Test.Inputs.ToArray(), new FoldSplit(data, 5, 8).Fold(2).Test.Inputs.ToArray());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(51)]
    public void Impossible_numbers_of_parts_are_an_error(int folds) =>
        Assert.Equal("FoldOutOfRange", Assert.Throws<ComputeException>(() => new FoldSplit(Numbered(50, 0), folds, 0)).ErrorId);

    private static Dataset Numbered(int training, int validation)
    {
        float[] inputs = [.. Enumerable.Range(0, training + validation).Select(i => (float)i)];
        return DatasetFactory.Create(inputs, [.. inputs.Select(Label)], [1], ["a", "b"], validation);
    }

    private static float Label(float x) => x % 5 == 0 ? 1 : 0;
}
