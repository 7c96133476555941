using PSModelPruning.Compute.Tests.Evaluation;
using static PSModelPruning.Compute.Tests.Storage.Onnx.OnnxFileBuilder;

namespace PSModelPruning.Compute.Tests.Storage.Onnx;

/// <summary>Tree ensembles of every form predict as ONNX Runtime does, at thresholds and for missing values too.</summary>
public sealed class OnnxTreeTests : OnnxTests
{
    private static readonly string[] Orders = ["BRANCH_LEQ", "BRANCH_LT", "BRANCH_GTE", "BRANCH_GT"];
    private static readonly string[] Two = ["0", "1"];
    private static readonly string[] Three = ["a", "b", "c"];

    [Theory]
    [InlineData("BRANCH_LEQ", false)]
    [InlineData("BRANCH_LEQ", true)]
    [InlineData("BRANCH_LT", false)]
    [InlineData("BRANCH_LT", true)]
    [InlineData("BRANCH_GTE", false)]
    [InlineData("BRANCH_GTE", true)]
    [InlineData("BRANCH_GT", false)]
    [InlineData("BRANCH_GT", true)]
    [InlineData("BRANCH_EQ", false)]
    [InlineData("BRANCH_EQ", true)]
    [InlineData("BRANCH_NEQ", false)]
    [InlineData("BRANCH_NEQ", true)]
    public void EveryMode_DecidesAsItIsDefined(string mode, bool missingTrue)
    {
        byte[] file = new TreeFile().Tree().Split(0, 0, mode, 0.1f, 1, 2, missingTrue).Leaf(1, (0, 1)).Leaf(2, (0, 2)).Regressor(1);
        TreeModel model = Load<TreeModel>(file);
        float[] rows =
        [
            0.1f,
            MathF.BitIncrement(0.1f),
            MathF.BitDecrement(0.1f),
            float.NaN,
            -5,
            5,
            0,
            float.PositiveInfinity,
            float.NegativeInfinity,
            float.MaxValue,
        ];

        AssertSame(model, file, rows, tolerance: 0);
        var own = new float[rows.Length];
        model.Predict(rows, rows.Length, own);
        bool atThreshold = mode is "BRANCH_LEQ" or "BRANCH_GTE" or "BRANCH_EQ";
        Assert.Equal(atThreshold ? 1 : 2, own[0]);
        Assert.Equal(missingTrue || mode == "BRANCH_NEQ" ? 1 : 2, own[3]);
    }

    [Fact]
    public void MixedModes_InDeepTrees_AreExact()
    {
        var random = new Random(7);
        var trees = new TreeFile();
        for (int i = 0; i < 12; i++)
            trees.Random(random, 5, 4, [.. Orders, "BRANCH_EQ", "BRANCH_NEQ"], r => [(0, (float)(r.NextDouble() - 0.5))]);
        byte[] file = trees.Regressor(4, start: [0.25f]);
        BoostedModel model = Load<BoostedModel>(file);

        Assert.Equal(12, model.TreeCount);
        AssertSame(model, file, Rows(model, 1000, missing: 0.1), tolerance: 1e-6);
    }

    [Theory]
    [InlineData("SUM", typeof(BoostedModel))]
    [InlineData("AVERAGE", typeof(ForestModel))]
    public void NumbersOfSeveralTrees_AreSummedOrAveraged(string aggregate, Type family)
    {
        var random = new Random(3);
        var trees = new TreeFile();
        for (int i = 0; i < 5; i++)
            trees.Random(random, 3, 3, Orders, r => [(0, (float)r.NextDouble())]);
        byte[] file = trees.Regressor(3, aggregate, [1.5f]);

        Model model = Load(file);

        Assert.IsType(family, model);
        AssertSame(model, file, Rows(model, 500), tolerance: 1e-6);
    }

    [Theory]
    [InlineData("MIN")]
    [InlineData("MAX")]
    public void TheLeastOrGreatestOfTrees_IsRefusedByName(string aggregate)
    {
        byte[] file = new TreeFile().Tree().Leaf(0, (0, 1)).Tree().Leaf(0, (0, 2)).Regressor(1, aggregate);

        Assert.Contains(aggregate, Refused(file).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TwoClassesWithOneScore_AreTheLogisticFunction()
    {
        var random = new Random(5);
        var trees = new TreeFile();
        for (int i = 0; i < 20; i++)
            trees.Random(random, 3, 4, Orders, r => [(0, (float)(r.NextDouble() - 0.5))]);
        byte[] file = trees.Classifier(4, Two, "LOGISTIC", [0.3f]);
        BoostedModel model = Load<BoostedModel>(file);

        Assert.Equal(20, model.Rounds);
        AssertSame(model, file, Rows(model, 1000));
    }

    [Fact]
    public void TwoClassesWithOppositeScores_AreTheLogisticFunction()
    {
        var random = new Random(6);
        var trees = new TreeFile();
        for (int i = 0; i < 20; i++)
        {
            trees.Random(random, 3, 4, Orders, r =>
                (float)(r.NextDouble() - 0.5) is var score ? [(0, -score), (1, score)] : throw new InvalidOperationException()
            );
        }
        byte[] file = trees.Classifier(4, ["no", "yes"], "LOGISTIC");
        BoostedModel model = Load<BoostedModel>(file);

        Assert.Equal(["no", "yes"], model.Classes);
        AssertSame(model, file, Rows(model, 1000));
    }

    [Fact]
    public void SeveralClasses_OneTreeEach_AreASoftmax()
    {
        var random = new Random(8);
        var trees = new TreeFile();
        for (int i = 0; i < 15; i++)
        {
            int target = i % 3;
            trees.Random(random, 3, 4, Orders, r => [(target, (float)(r.NextDouble() - 0.5))]);
        }
        byte[] file = trees.Classifier(4, Three, "SOFTMAX", [0.1f, 0.2f, -0.3f]);
        BoostedModel model = Load<BoostedModel>(file);

        Assert.Equal(5, model.Rounds);
        AssertSame(model, file, Rows(model, 1000));
    }

    [Fact]
    public void SeveralClasses_AllInEachTree_AreASoftmax()
    {
        var random = new Random(9);
        var trees = new TreeFile();
        for (int i = 0; i < 4; i++)
            trees.Random(random, 3, 4, Orders, r =>
                [.. Enumerable.Range(0, 3).Select(k => ((long)k, (double)(float)(r.NextDouble() - 0.5)))]
            );
        byte[] file = trees.Classifier(4, Three, "SOFTMAX");
        BoostedModel model = Load<BoostedModel>(file);

        Assert.Equal(4, model.Rounds);
        Assert.Equal(12, model.TreeCount);
        AssertSame(model, file, Rows(model, 1000));
    }

    [Theory]
    [InlineData(1, typeof(TreeModel))]
    [InlineData(10, typeof(ForestModel))]
    public void DistributionsInLeaves_AreATreeOrAForest(int count, Type family)
    {
        var random = new Random(10);
        var trees = new TreeFile();
        for (int i = 0; i < count; i++)
        {
            trees.Random(random, 3, 4, Orders, r =>
            {
                int a = r.Next(5),
                    b = r.Next(5 - a);
                // Zeros are left out, as some writers do.
                return
                [
                    .. new[] { a / 4.0, b / 4.0, (4 - a - b) / 4.0 }.Select((p, k) => ((long)k, p / count)).Where(one => one.Item2 > 0),
                ];
            });
        }
        byte[] file = trees.Classifier(4, Three);
        Model model = Load(file);

        Assert.IsType(family, model);
        AssertSame(model, file, Rows(model, 1000), checkLabels: false);
    }

    [Fact]
    public void ProbabilitiesOfTheSecondClass_AreAForest()
    {
        var random = new Random(11);
        var trees = new TreeFile();
        for (int i = 0; i < 10; i++)
            trees.Random(random, 3, 4, Orders, r => [(0, r.Next(5) / 40.0)]);
        byte[] file = trees.Classifier(4, Two);
        ForestModel model = Load<ForestModel>(file);

        AssertSame(model, file, Rows(model, 1000));
    }

    [Fact]
    public void DoubleThresholds_MoveToTheNextLowerFloat()
    {
        // 0.1 as float64 lies below the float32 number 0.1, which is 0.100000001.
        byte[] file = new TreeFile()
            .Tree()
            .Split(0, 0, "BRANCH_LEQ", 0.1, 1, 2)
            .Leaf(1, (0, 1.0 / 3))
            .Split(2, 0, "BRANCH_LT", 0.7, 3, 4)
            .Leaf(3, (0, 2))
            .Leaf(4, (0, 3))
            .Regressor(1, exact: true);
        var monitor = new RecordingMonitor();
        Model model = Load(file, monitor);
        float[] rows = [0.1f, MathF.BitDecrement(0.1f), 0.7f, MathF.BitDecrement(0.7f), MathF.BitIncrement(0.7f), float.NaN];

        AssertSame(model, file, rows, tolerance: 1e-7);
        Assert.Contains(monitor.Warnings, warning => warning.Contains("float64", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("SOFTMAX_ZERO")]
    [InlineData("PROBIT")]
    public void TransformsThatNoModelHas_AreRefusedByName(string transform)
    {
        byte[] file = new TreeFile().Tree().Leaf(0, (0, 1), (1, 2), (2, 3)).Classifier(1, Three, transform);

        ComputeException error = Refused(file);

        Assert.Equal("OnnxModelUnsupported", error.ErrorId);
        Assert.Contains(transform, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ProbabilitiesThatDoNotSumToOne_AreRefused()
    {
        byte[] file = new TreeFile().Tree().Leaf(0, (0, 1), (1, 2), (2, 3)).Classifier(1, Three, "LOGISTIC");

        Assert.Contains("do not sum to 1", Refused(file).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ScoresWithoutAFunction_AreRead_WithAWarning()
    {
        byte[] file = new TreeFile()
            .Tree()
            .Split(0, 0, "BRANCH_LEQ", 1, 1, 2)
            .Leaf(1, (0, 1), (1, -2), (2, 3))
            .Leaf(2, (0, 4), (1, -2), (2, 3))
            .Classifier(1, Three);
        var monitor = new RecordingMonitor();

        Model model = Load(file, monitor);

        Assert.Contains("no probabilities", Assert.Single(monitor.Warnings), StringComparison.Ordinal);
        AssertSame(model, file, [0, 1, 2], checkScores: false);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void TreesOfVersion5_AreRead(int aggregate)
    {
        byte[] file = Version5(aggregate, 0, 1, [0, 0, 0, 0]);
        Model model = Load(file);

        Assert.IsType(aggregate == 0 ? typeof(ForestModel) : typeof(BoostedModel), model);
        AssertSame(model, file, [0.5f, 1.5f, 1f, MathF.BitIncrement(1), float.NaN, 2f, 3f], tolerance: 1e-6);
    }

    [Fact]
    public void ClassesOfVersion5_AreNumbered_AndTheirSoftmaxIsANode()
    {
        byte[] file = Version5(1, 0, 2, [0, 1, 0, 1], softmax: true);
        BoostedModel model = Load<BoostedModel>(file);

        Assert.Equal(Two, model.Classes);
        AssertSame(model, file, [0.5f, 1.5f, 1f, MathF.BitIncrement(1), float.NaN, 2f, 3f], tolerance: 1e-6);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void TransformsOfVersion5_ThatRuntimesReadDifferently_AreRefused(int transform) =>
        Assert.Contains("differently", Refused(Version5(1, transform, 2, [0, 1, 0, 1])).Message, StringComparison.Ordinal);

    [Fact]
    public void UnpackedLists_AreRead()
    {
        byte[] file = new TreeFile()
            .Tree()
            .Split(0, 1, "BRANCH_LEQ", 1, 1, 2)
            .Leaf(1, (0, 1))
            .Leaf(2, (0, 2))
            .Regressor(2, builder: new OnnxFileBuilder { Packed = false });

        AssertSame(Load(file), file, [0, 1, 0, 2], tolerance: 0);
    }

    [Fact]
    public void ImportedTrees_KnowNoRowsAndSayTheirSource()
    {
        TreeModel model = Load<TreeModel>(
            new TreeFile().Tree().Split(0, 0, "BRANCH_LEQ", 1, 1, 2).Leaf(1, (0, 1)).Leaf(2, (0, 2)).Regressor(2)
        );

        Assert.False(model.Tree.IsCounted);
        Assert.Equal("model", model.Name);
        Assert.Equal(["x1", "x2"], model.Preprocessing.Features.Select(feature => feature.Name));
        Assert.Contains("matched by place", model.History[0].Description, StringComparison.Ordinal);
    }

    /// <summary>Two stumps on one column.</summary>
    private static byte[] Version5(int aggregate, int transform, int targets, long[] ofLeaves, bool softmax = false)
    {
        OnnxFileBuilder builder = new OnnxFileBuilder { MlOpset = 5 }
            .Input("X", Float, 0, 1)
            .Output("Y", Float, 0, targets)
            .Node(
                "TreeEnsemble",
                Ml,
                ["X"],
                [softmax ? "scores" : "Y"],
                ("aggregate_function", aggregate),
                ("post_transform", transform),
                ("n_targets", targets),
                ("tree_roots", new long[] { 0, 1 }),
                ("nodes_featureids", new long[] { 0, 0 }),
                ("nodes_modes", Bytes(0, 3)),
                ("nodes_splits", Floats(1, 2)),
                ("nodes_truenodeids", new long[] { 0, 2 }),
                ("nodes_trueleafs", new long[] { 1, 1 }),
                ("nodes_falsenodeids", new long[] { 1, 3 }),
                ("nodes_falseleafs", new long[] { 1, 1 }),
                ("nodes_missing_value_tracks_true", new long[] { 1, 0 }),
                ("leaf_targetids", ofLeaves),
                ("leaf_weights", Floats(0.5f, 1.25f, -0.75f, 2f))
            );
        return (softmax ? builder.Node("Softmax", "", ["scores"], ["Y"], ("axis", 1)) : builder).Build();
    }
}
