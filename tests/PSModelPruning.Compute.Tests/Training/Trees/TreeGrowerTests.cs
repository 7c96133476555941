using PSModelPruning.Compute.Data;
using PSModelPruning.Compute.Models.Trees;
using PSModelPruning.Compute.Training.Trees;

namespace PSModelPruning.Compute.Tests.Training.Trees;

public sealed class TreeGrowerTests
{
    [Fact]
    public void AnUnlimitedTreeKnowsItsTrainingRows()
    {
        (Partition rows, int[] labels) = Noise(300, 4, 3, 1);
        DecisionTree tree = new TreeGrower(TrainingColumns.Of(rows), new TreeOptions()).Grow(TreeTarget.Classes(labels, 3));
        for (int row = 0; row < 300; row++)
            Assert.Equal(1f, tree.Value(tree.LeafOf(rows.Row(row)))[labels[row]]);
    }

    private static (Partition Rows, int[] Labels) Noise(int count, int width, int classes, int seed)
    {
        var random = new Random(seed);
        float[] inputs = [.. Enumerable.Range(0, count * width).Select(_ => random.NextSingle())];
        int[] labels = [.. Enumerable.Range(0, count).Select(_ => random.Next(classes))];
        return (new Partition(inputs, new float[count], width, 0, count), labels);
    }
}
