using PSModelPruning.Compute.Data;
using PSModelPruning.Compute.Models.Trees;
using PSModelPruning.Compute.Pruning;
using PSModelPruning.Compute.Pruning.Paths;
using PSModelPruning.Compute.Pruning.Trees;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Tests.Pruning.Trees;

public sealed class TreeMethodTests
{
    private static readonly PruningOptions Options = new() { Target = new PruningTarget() };

    /// <summary>
    /// Quinlan 1993, C4.5: Programs for Machine Learning, section 4.2, gives these limits at the confidence level of 25 %.
    /// </summary>
    [Theory]
    [InlineData(0, 6, 0.206)]
    [InlineData(0, 9, 0.143)]
    [InlineData(0, 1, 0.750)]
    [InlineData(1, 16, 0.157)]
    public void The_confidence_limit_is_that_of_the_C45_book(double errors, double rows, double expected) =>
        Assert.Equal(expected, PessimisticErrors.Expected(errors, rows, 0.25) / rows, 0.0006);

    [Theory]
    [InlineData(2, 14, 0.25)]
    [InlineData(5, 30, 0.05)]
    [InlineData(40, 400, 0.4)]
    [InlineData(1, 100, 0.25)]
    public void The_limit_is_near_the_exact_one(int errors, int rows, double confidence)
    {
        // At the limit, as few errors or fewer happen with the confidence (Clopper and Pearson 1934).
        double expected = PessimisticErrors.Expected(errors, rows, confidence);
        Assert.True(AtMost(errors, rows, (expected - 0.25) / rows) > confidence);
        Assert.True(AtMost(errors, rows, (expected + 0.25) / rows) < confidence);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(1000)]
    public void More_errors_are_expected_where_more_were_seen(int rows)
    {
        double[] expected = [.. Enumerable.Range(0, rows + 1).Select(errors => PessimisticErrors.Expected(errors, rows, 0.25))];

        Assert.Equal(expected.Order(), expected);
        Assert.True(expected[0] > 0);
        Assert.Equal(rows, expected[^1], 9);
    }

    [Fact]
    public void The_books_vote_on_education_spending_is_pruned_pessimistically()
    {
        // The same section: leaves of 6, 9 and 1 democrats expect 3.273 errors of 16, one leaf with a republican among 16 only 2.512.
        DecisionTree tree = HandMadeTree.OfClasses(
            (0, 0.5f, 2, [15, 1]),
            (-1, 0, 0, [6, 0]),
            (1, 0.5f, 4, [9, 1]),
            (-1, 0, 0, [9, 0]),
            (-1, 0, 0, [0, 1])
        );
        PruningPath path = Path("Pessimistic", tree);

        Assert.Equal(path.Candidates.Count - 1, path.Natural);
        Assert.Equal(3.273 / 16, path.Candidates[0].Risk, 0.0005);
        Assert.Equal(2.512 / 16, path.Candidates[^1].Risk, 0.0005);
    }

    [Fact]
    public void A_lower_confidence_prunes_more()
    {
        DecisionTree tree = HandMadeTree.Random(60, 2, 5);
        long[] leaves =
        [
            .. new[] { 0.5, 0.25, 0.05, 0.001 }.Select(confidence =>
                Leaves(Path("Pessimistic", tree, Options.WithPath(path => path with { Confidence = confidence })))
            ),
        ];

        Assert.Equal(leaves.OrderDescending(), leaves);
        Assert.True(leaves[0] > leaves[^1]);
    }

    [Fact]
    public void The_m_estimate_decides_by_hand_worked_figures()
    {
        // 8 + 2 rows split into 7 + 1 and 1 + 1; priors 0.8 and 0.2. With m = 2:
        // leaf 1 − (8 + 1.6) / 12 = 0.2; children 0.8 · (1 − (7 + 1.6) / 10) + 0.2 · (1 − (1 + 1.6) / 4) = 0.112 + 0.07 = 0.182.
        DecisionTree tree = HandMadeTree.OfClasses((0, 0.5f, 2, [8, 2]), (-1, 0, 0, [7, 1]), (-1, 0, 0, [1, 1]));
        PruningPath path = Path("MinimumError", tree, Options.WithPath(path => path with { PriorWeight = 2 }));

        Assert.Equal(0.182, path.Candidates[0].Risk, 1e-6);
        Assert.Equal(0.2, path.Candidates[^1].Risk, 1e-6);
        Assert.Equal(0, path.Natural);

        // With m = 0 both have the training error, 2 of 10: the split gains nothing and goes.
        PruningPath trusting = Path("MinimumError", tree, Options.WithPath(path => path with { PriorWeight = 0 }));
        Assert.Equal(0.2, trusting.Candidates[0].Risk, 1e-6);
        Assert.Equal(trusting.Candidates.Count - 1, trusting.Natural);
    }

    [Fact]
    public void The_description_length_is_the_hand_worked_one()
    {
        // Four training rows at x0 = 0, 1, 2, 3, two of each class, split in the middle.
        Dataset data = DatasetFactory.Create([0, 1, 2, 3], [0, 0, 1, 1], [1], ["a", "b"]);
        DecisionTree tree = HandMadeTree.OfClasses((0, 1.5f, 2, [2, 2]), (-1, 0, 0, [2, 0]), (-1, 0, 0, [0, 2]));
        PruningPath path = PathMethodCatalog
            .Get(HandMadeTree.Model(tree, data), "MinimumDescriptionLength")
            .Path(HandMadeTree.Model(tree, data), data, Options, SilentMonitor.Instance);

        // Two classes: (k − 1)/2 · log₂(N / 2) + log₂(π / Γ(1)) is 0 + 1.6515 bits for two rows and 0.5 + 1.6515 for four.
        double pi = Math.Log2(Math.PI);
        Assert.Equal((1 + 4 + 0.5 + pi) / 4, path.Candidates[^1].Risk, 1e-9);
        // The split: 1 bit, one input, log₂(4 − 1) for the threshold; each leaf 1 bit, no bit for its classes, and π.
        Assert.Equal((1 + Math.Log2(3) + 2 * (1 + pi)) / 4, path.Candidates[0].Risk, 1e-9);
        Assert.Equal(path.Candidates.Count - 1, path.Natural);
    }

    [Fact]
    public void A_split_that_tells_the_classes_of_many_rows_is_worth_its_description()
    {
        float[] inputs = [.. Enumerable.Range(0, 100).Select(i => (float)i)];
        Dataset data = DatasetFactory.Create(inputs, [.. inputs.Select(x => x < 50 ? 0f : 1f)], [1], ["a", "b"]);
        DecisionTree tree = HandMadeTree.OfClasses((0, 49.5f, 2, [50, 50]), (-1, 0, 0, [50, 0]), (-1, 0, 0, [0, 50]));

        Assert.Equal(
            0,
            PathMethodCatalog
                .Get(HandMadeTree.Model(tree, data), "MinimumDescriptionLength")
                .Path(HandMadeTree.Model(tree, data), data, Options, SilentMonitor.Instance)
                .Natural
        );
    }

    [Theory]
    [InlineData("ReducedError", 21)]
    [InlineData("ReducedError", 22)]
    [InlineData("Pessimistic", 23)]
    [InlineData("MinimumError", 24)]
    [InlineData("MinimumDescriptionLength", 25)]
    public void The_end_of_a_method_is_the_smallest_tree_of_least_risk(string method, int seed)
    {
        DecisionTree tree = HandMadeTree.Random(8, 3, seed);
        Dataset data = HandMadeTree.Data(100, 60, 3, seed);
        TreeModel model = HandMadeTree.Model(tree, data);
        PruningPath path = PathMethodCatalog.Get(model, method).Path(model, data, Options, SilentMonitor.Instance);
        PathCandidate end = path.Candidates[path.Natural!.Value];

        Assert.All(path.Candidates, candidate => Assert.True(candidate.Risk >= end.Risk - 1e-12));
        Assert.All(path.Candidates.Skip(path.Natural.Value + 1), candidate => Assert.True(candidate.Risk > end.Risk));
    }

    [Theory]
    [InlineData(31, 3)]
    [InlineData(32, 3)]
    [InlineData(33, 0)]
    public void Reduced_error_pruning_gives_the_best_of_all_pruned_trees_on_the_validation_rows(int seed, int classes)
    {
        DecisionTree tree = HandMadeTree.Random(9, 3, seed);
        if (classes == 0)
            tree = new DecisionTree(
                1,
                tree.Features,
                tree.Thresholds,
                tree.MissingLeft,
                tree.Right,
                tree.Weights,
                tree.Impurities,
                [.. tree.Features.Select((_, node) => tree.Value(node)[0])]
            );
        Dataset data = HandMadeTree.Data(100, 80, classes, seed);
        TreeModel model = HandMadeTree.Model(tree, data);
        PruningPath path = PathMethodCatalog.Get(model, "reducederror").Path(model, data, Options, SilentMonitor.Instance);
        double end = PathLoss.Of(path.Candidates[path.Natural!.Value].Make(), data, PartitionName.Validation, SilentMonitor.Instance).Mean;

        double least = double.PositiveInfinity;
        int[] splits = [.. Enumerable.Range(0, tree.NodeCount).Where(node => tree.Features[node] != DecisionTree.Leaf)];
        for (int choice = 0; choice < 1 << splits.Length; choice++)
        {
            var collapsed = new bool[tree.NodeCount];
            for (int i = 0; i < splits.Length; i++)
                collapsed[splits[i]] = (choice >> i & 1) == 1;
            least = Math.Min(
                least,
                PathLoss.Of(HandMadeTree.Model(tree.Collapse(collapsed), data), data, PartitionName.Validation, SilentMonitor.Instance).Mean
            );
        }
        Assert.Equal(least, end, 1e-9);
        Assert.Equal(end, path.Candidates[path.Natural.Value].Risk, 1e-9);
    }

    [Theory]
    [InlineData("Pessimistic")]
    [InlineData("MinimumError")]
    [InlineData("MinimumDescriptionLength")]
    public void Methods_for_classes_refuse_numbers(string method)
    {
        Dataset data = HandMadeTree.Data(20, 5, 0, 1);
        var tree = new DecisionTree(1, [-1], [0], [false], [0], [20], [1], [0.5f]);

        ComputeException error = Assert.Throws<ComputeException>(() =>
            PathMethodCatalog
                .Get(HandMadeTree.Model(tree, data), method)
                .Path(HandMadeTree.Model(tree, data), data, Options, SilentMonitor.Instance)
        );

        Assert.Equal("MethodNeedsClasses", error.ErrorId);
    }

    [Fact]
    public void Reduced_error_pruning_needs_validation_rows()
    {
        Dataset data = HandMadeTree.Data(20, 0, 2, 1);
        TreeModel model = HandMadeTree.Model(HandMadeTree.Random(3, 2, 1), data);

        Assert.Equal(
            "MethodNeedsValidation",
            Assert
                .Throws<ComputeException>(() =>
                    PathMethodCatalog.Get(model, "ReducedError").Path(model, data, Options, SilentMonitor.Instance)
                )
                .ErrorId
        );
        Assert.Equal(
            "DatasetMissing",
            Assert
                .Throws<ComputeException>(() =>
                    PathMethodCatalog.Get(model, "ReducedError").Path(model, null, Options, SilentMonitor.Instance)
                )
                .ErrorId
        );
    }

    private static PruningPath Path(string method, DecisionTree tree, PruningOptions? options = null)
    {
        Dataset data = HandMadeTree.Data(10, 10, tree.OutputCount, 1);
        TreeModel model = HandMadeTree.Model(tree, data);
        return PathMethodCatalog.Get(model, method).Path(model, data, options ?? Options, SilentMonitor.Instance);
    }

    private static double AtMost(int errors, int rows, double probability)
    {
        double sum = 0,
            term = Math.Pow(1 - probability, rows);
        for (int i = 0; i <= errors; i++)
        {
            sum += term;
            term *= (double)(rows - i) / (i + 1) * probability / (1 - probability);
        }
        return sum;
    }

    private static long Leaves(PruningPath path) => path.Candidates[path.Natural!.Value].Leaves;
}
