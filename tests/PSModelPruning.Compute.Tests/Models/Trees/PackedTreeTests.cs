using PSModelPruning.Compute.Models.Trees;

namespace PSModelPruning.Compute.Tests.Models.Trees;

public class PackedTreeTests
{
    [Theory]
    [InlineData(0, 0.0)]
    [InlineData(1, 0.0)]
    [InlineData(2, 0.3)]
    [InlineData(3, 0.001)]
    public unsafe void Finds_the_leaf_that_the_plain_walk_finds(int seed, double missing)
    {
        DecisionTree tree = RandomTree.Make(seed, 6, 2, 9);
        float[] rows = RandomTree.Rows(seed, 501, 6, missing);
        var leaves = new int[501];
        fixed (float* inputs = rows)
        fixed (int* found = leaves)
            tree.Packed.FindLeaves(inputs, 6, 501, PackedTree.HasMissing(rows), found);
        for (int row = 0; row < leaves.Length; row++)
            Assert.Equal(tree.LeafOf(rows.AsSpan(row * 6, 6)), leaves[row]);
    }

    [Fact]
    public void Sees_a_single_missing_number_wherever_it_is()
    {
        for (int place = 0; place < 21; place++)
        {
            var values = new float[21];
            Assert.False(PackedTree.HasMissing(values));
            values[place] = float.NaN;
            Assert.True(PackedTree.HasMissing(values));
        }
    }

    [Fact]
    public void Sums_many_trees_over_many_rows_as_the_definition_says_and_alike_for_one_row_and_all()
    {
        DecisionTree[] trees = [.. Enumerable.Range(0, 40).Select(seed => RandomTree.Make(seed, 5, 3, 7))];
        float[] weights = [.. Enumerable.Range(0, 40).Select(i => 1f / (i + 1))];
        float[] rows = RandomTree.Rows(9, 3000, 5, 0.02);
        var together = new float[9000];
        TreeSum.Add(trees, weights, rows, 3000, together, 3);
        var single = new float[3];
        for (int row = 0; row < 3000; row += 7)
        {
            Array.Clear(single);
            TreeSum.Add(trees, weights, rows.AsSpan(row * 5, 5), 1, single, 3);
            Assert.Equal(single, together[(row * 3)..(row * 3 + 3)]);
            for (int k = 0; k < 3; k++)
            {
                double expected = trees.Select((tree, t) => (double)weights[t] * tree.Value(tree.LeafOf(rows.AsSpan(row * 5, 5)))[k]).Sum();
                Assert.Equal(expected, single[k], 1e-5);
            }
        }
    }

    [Fact]
    public void A_single_row_takes_no_memory()
    {
        DecisionTree[] trees = [.. Enumerable.Range(0, 20).Select(seed => RandomTree.Make(seed, 5, 3, 7))];
        float[] row = RandomTree.Rows(9, 1, 5);
        var output = new float[3];
        TreeSum.Add(trees, [], row, 1, output, 3);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
            TreeSum.Add(trees, [], row, 1, output, 3);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }
}
