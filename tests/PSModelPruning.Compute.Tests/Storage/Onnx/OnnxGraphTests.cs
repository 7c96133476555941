using PSModelPruning.Compute.Tests.Evaluation;
using static PSModelPruning.Compute.Tests.Storage.Onnx.OnnxFileBuilder;

namespace PSModelPruning.Compute.Tests.Storage.Onnx;

/// <summary>What stands around trees and linear models in a graph, and what cannot be read.</summary>
public sealed class OnnxGraphTests : OnnxTests
{
    private static readonly float[] Coefficients = [0.5f, -1.25f, 2f, 1f, 0.75f, -0.5f, -1.5f, 0.5f, 0.25f];
    private static readonly string[] Three = ["a", "b", "c"];

    [Fact]
    public void LinearClassifier_SeveralClasses_IsASoftmax()
    {
        byte[] file = Linear(Coefficients, [0.5f, -0.25f, 1], Three, "SOFTMAX");
        NetworkModel model = Load<NetworkModel>(file);

        Assert.Equal("Linear", model.Kind);
        Assert.Equal(Three, model.Classes);
        AssertSame(model, file, Rows(model, 300, missing: 0));
    }

    [Theory]
    [InlineData(new[] { 0.5f, -1.25f, 2f }, new[] { 0.5f })]
    [InlineData(new[] { -0.5f, 1.25f, -2f, 0.5f, -1.25f, 2f }, new[] { -0.5f, 0.5f })]
    public void LinearClassifier_TwoClasses_IsTheLogisticFunction(float[] coefficients, float[] intercepts)
    {
        byte[] file = Linear(coefficients, intercepts, ["no", "yes"], "LOGISTIC");

        AssertSame(Load(file), file, Rows(Load(file), 300, missing: 0));
    }

    [Fact]
    public void LinearClassifier_WithScoresAlone_IsRead_WithAWarning()
    {
        byte[] file = Linear(Coefficients, [0.5f, -0.25f, 1], Three, "NONE");
        var monitor = new RecordingMonitor();
        Model model = Load(file, monitor);

        Assert.Contains("softmax", Assert.Single(monitor.Warnings), StringComparison.Ordinal);
        AssertSame(model, file, Rows(model, 300, missing: 0), checkScores: false);
    }

    [Fact]
    public void LinearClassifier_OfSeparateModels_IsRefused() =>
        Assert.Contains("separate models", Refused(Linear(Coefficients, [0, 0, 0], Three, "LOGISTIC")).Message, StringComparison.Ordinal);

    [Fact]
    public void LinearRegressor_BehindScalerAndImputer_TakesRawRows()
    {
        byte[] file = new OnnxFileBuilder()
            .Input("X", Float, 0, 3)
            .Output("Y", Float, 0, 1)
            .Node("Imputer", Ml, ["X"], ["full"], ("imputed_value_floats", new[] { 1f, 2f, 3f }), ("replaced_value_float", float.NaN))
            .Node("Scaler", Ml, ["full"], ["scaled"], ("offset", new[] { 1f, -2f, 0.5f }), ("scale", new[] { 0.5f, 2f, 0.1f }))
            .Node("LinearRegressor", Ml, ["scaled"], ["Y"], ("coefficients", new[] { 1.5f, -2f, 3f }), ("intercepts", new[] { 0.25f }))
            .Build();
        NetworkModel model = Load<NetworkModel>(file);
        float[] rows = [.. Rows(model, 200)];

        Assert.Equal(LearningTask.Regression, model.Task);
        Assert.Equal("2", model.Preprocessing.Features[1].MissingReplacement);
        Assert.Equal(0.5, model.Preprocessing.Features[0].Offset == 1 ? 0.5 : 0);
        AssertPrepared(model, file, rows);
    }

    [Fact]
    public void Trees_BehindAScalerAndArithmetic_TakeRawRows()
    {
        byte[] file = new OnnxFileBuilder()
            .Input("X", Float, 0, 3)
            .Output("Y", Float, 0, 1)
            .Initializer("two", Floats(2))
            .Initializer("shift", Floats(1, 2, 3))
            .Node("Sub", "", ["X", "shift"], ["a"])
            .Node("Mul", "", ["two", "a"], ["b"])
            .Node("Div", "", ["b", "shift"], ["c"])
            .Node("Add", "", ["c", "shift"], ["d"])
            .Node("LinearRegressor", Ml, ["d"], ["Y"], ("coefficients", new[] { 1.5f, -2f, 3f }), ("intercepts", new[] { 0.25f }))
            .Build();

        AssertPrepared(Load(file), file, Rows(Load(file), 200, missing: 0));
    }

    [Fact]
    public void SeveralNamedInputs_AreFeaturesByName_InTheirOrder()
    {
        byte[] file = new OnnxFileBuilder()
            .Input("age", Float, 0, 1)
            .Input("income", Float, 0, 1)
            .Input("rest", Float, 0, 2)
            .Output("Y", Float, 0, 1)
            .Node("Concat", "", ["rest", "age", "income"], ["all"], ("axis", 1))
            .Node("LinearRegressor", Ml, ["all"], ["Y"], ("coefficients", new[] { 1f, 10f, 100f, 1000f }), ("intercepts", new[] { 0f }))
            .Build();
        Model model = Load(file);

        Assert.Equal(["age", "income", "rest1", "rest2"], model.Preprocessing.Features.Select(feature => feature.Name));
        Assert.Equal(0, model.Preprocessing.PlaceCount);
        AssertSame(model, file, [1, 2, 3, 4, 5, 6, 7, 8]);
    }

    [Fact]
    public void ChosenColumns_LeaveTheOthersInTheirPlaces()
    {
        byte[] file = new OnnxFileBuilder()
            .Input("X", Float, 0, 4)
            .Output("Y", Float, 0, 1)
            .Initializer("chosen", Longs(3, 1))
            .Node("ArrayFeatureExtractor", Ml, ["X", "chosen"], ["some"])
            .Node("LinearRegressor", Ml, ["some"], ["Y"], ("coefficients", new[] { 1f, 10f }), ("intercepts", new[] { 0f }))
            .Build();
        Model model = Load(file);

        Assert.Equal(4, model.Preprocessing.Width);
        AssertSame(model, file, [1, 2, 3, 4, 5, 6, 7, 8]);
    }

    [Fact]
    public void LabelsBehindALabelEncoder_NameTheClasses()
    {
        byte[] file = new OnnxFileBuilder()
            .Input("X", Float, 0, 3)
            .Output("name", 8, 0)
            .MapOutput("map", Long)
            .Node(
                "LinearClassifier",
                Ml,
                ["X"],
                ["label", "scores"],
                ("coefficients", Coefficients),
                ("intercepts", new[] { 0.5f, -0.25f, 1 }),
                ("classlabels_ints", new long[] { 0, 1, 2 }),
                ("post_transform", "SOFTMAX")
            )
            .Node("Normalizer", Ml, ["scores"], ["normal"], ("norm", "L1"))
            .Node("ZipMap", Ml, ["normal"], ["map"], ("classlabels_int64s", new long[] { 0, 1, 2 }))
            .Node(
                "LabelEncoder",
                Ml,
                ["label"],
                ["name"],
                ("keys_int64s", new long[] { 2, 0, 1 }),
                ("values_strings", new[] { "c", "a", "b" })
            )
            .Build();
        Model model = Load(file);

        Assert.Equal(Three, model.Classes);
        AssertSame(model, file, Rows(model, 100, missing: 0));
    }

    [Fact]
    public void NamedClasses_TakeThePlaceOfTheFiles()
    {
        byte[] file = Linear(Coefficients, [0, 0, 0], Three, "SOFTMAX");

        Assert.Equal(["x", "y", "z"], Load(file, classes: ["x", "y", "z"]).Classes);
        Assert.Equal("OnnxClassesMismatch", Assert.Throws<ComputeException>(() => Load(file, classes: ["x", "y"])).ErrorId);
        Assert.Equal("OnnxClassesMismatch", Assert.Throws<ComputeException>(() => Load(file, classes: ["x", "x", "y"])).ErrorId);
    }

    [Fact]
    public void WhatCannotBeRead_IsListedAtOnce_WithItsCountAndDomain()
    {
        byte[] file = new OnnxFileBuilder()
            .Input("X", Float, 0, 4)
            .Output("Y", Float, 0, 4)
            .Node("Relu", "", ["X"], ["a"])
            .Node("Relu", "", ["a"], ["b"])
            .Node("Sign", "com.example", ["b"], ["c"])
            .Node("AdamOptimizer", "ai.onnx.preview.training", ["c"], ["Y"])
            .Build();

        ComputeException error = Refused(file);

        Assert.Equal("OnnxOperatorsUnsupported", error.ErrorId);
        Assert.Contains(
            "Relu of ai.onnx (2 ×), AdamOptimizer of ai.onnx.preview.training (1 ×), Sign of com.example (1 ×)",
            error.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void RowsThatAreNormalized_AreRefused()
    {
        byte[] file = new OnnxFileBuilder()
            .Input("X", Float, 0, 2)
            .Output("Y", Float, 0, 1)
            .Node("Normalizer", Ml, ["X"], ["n"], ("norm", "L2"))
            .Node("LinearRegressor", Ml, ["n"], ["Y"], ("coefficients", new[] { 1f, 10f }), ("intercepts", new[] { 0f }))
            .Build();

        Assert.Contains("normalizes rows", Refused(file).Message, StringComparison.Ordinal);
    }

    /// <summary>Compares raw rows, which the model's preprocessing prepares, with ONNX Runtime's.</summary>
    private static void AssertPrepared(Model model, byte[] file, float[] rows)
    {
        int width = model.Preprocessing.Width,
            count = rows.Length / width;
        var preparer = new Compute.Data.RowPreparer(model.Preprocessing);
        preparer.BindByPlace();
        var prepared = new float[rows.Length];
        for (int row = 0; row < count; row++)
            preparer.Prepare(
                (IReadOnlyList<object?>)[.. rows.Skip(row * width).Take(width).Select(value => (object?)value)],
                prepared.AsSpan(row * width, width)
            );
        var own = new float[count];
        model.Predict(prepared, count, own);
        OnnxRuntimeOutputs theirs = OnnxRuntimeOutputs.Of(file, rows, width);
        for (int row = 0; row < count; row++)
            Assert.Equal(theirs.Scores[row][0], own[row], 1e-4 * Math.Max(1, Math.Abs(own[row])));
    }

    private static byte[] Linear(float[] coefficients, float[] intercepts, string[] classes, string transform) =>
        new OnnxFileBuilder()
            .Input("X", Float, 0, 3)
            .Output("label", 8, 0)
            .Output("scores", Float, 0, classes.Length)
            .Node(
                "LinearClassifier",
                Ml,
                ["X"],
                ["label", "scores"],
                ("coefficients", coefficients),
                ("intercepts", intercepts),
                ("classlabels_strings", classes),
                ("post_transform", transform)
            )
            .Build();
}
