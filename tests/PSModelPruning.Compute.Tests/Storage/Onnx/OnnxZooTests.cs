using PSModelPruning.Compute.Tests.Evaluation;

namespace PSModelPruning.Compute.Tests.Storage.Onnx;

/// <summary>Files that other programs wrote, where they are on the machine.</summary>
public sealed class OnnxZooTests : OnnxTests
{
    [Theory]
    [InlineData("fraud-xgboost", typeof(BoostedModel), 100)]
    [InlineData("lightgbm-regressor", typeof(BoostedModel), 500)]
    [InlineData("fraud-catboost", typeof(BoostedModel), 464)]
    [InlineData("fraud-forest-skl", typeof(ForestModel), 50)]
    [InlineData("fraud-gradientboosting-skl", typeof(BoostedModel), 50)]
    [InlineData("har-trees-skl", typeof(ForestModel), 100)]
    public void Trees_PredictAsOnnxRuntimeDoes(string name, Type family, int trees)
    {
        byte[] file = File.ReadAllBytes(TestRuntime.SharedData($"models/zoo/{name}.onnx"));

        Model model = Load(file);

        Assert.IsType(family, model);
        Assert.Equal(trees, model.Complexity);
        AssertSame(model, file, Rows(model, 1000));
        AssertSame(model, file, Rows(model, 1000, missing: 0, seed: 2));
    }

    [Fact]
    public void IrisLogistic_IsRightFor98PercentOfIris()
    {
        byte[] file = File.ReadAllBytes(TestRuntime.SharedData("models/zoo/iris-logistic-skl.onnx"));
        NetworkModel model = Load<NetworkModel>(file);
        string[] classes = ["setosa", "versicolor", "virginica"];
        string[][] lines = [.. File.ReadAllLines(TestRuntime.ExampleData("iris.csv")).Skip(1).Select(line => line.Split(','))];
        float[] rows =
        [
            .. lines.SelectMany(line => line.Take(4)).Select(text => float.Parse(text, System.Globalization.CultureInfo.InvariantCulture)),
        ];

        AssertSame(model, file, rows);
        AssertSame(model, file, Rows(model, 1000, missing: 0));
        var output = new float[lines.Length * 3];
        model.Predict(rows, lines.Length, output);
        int right = lines
            .Where(
                (line, row) => classes[Array.IndexOf(output[(row * 3)..(row * 3 + 3)], output[(row * 3)..(row * 3 + 3)].Max())] == line[4]
            )
            .Count();
        Assert.Equal(147, right);
    }

    /// <summary>The exporter gave every leaf to the first class: ONNX Runtime predicts it for every row, with 0.5 for the others.</summary>
    [Fact]
    public void IrisForest_WhichWasWrittenWrongly_IsRefused()
    {
        byte[] file = File.ReadAllBytes(TestRuntime.SharedData("models/zoo/iris-forest.onnx"));

        OnnxRuntimeOutputs theirs = OnnxRuntimeOutputs.Of(file, [5.1f, 3.5f, 1.4f, 0.2f, 6.3f, 3.3f, 6f, 2.5f], 4);

        Assert.Equal(["0", "0"], theirs.Labels);
        Assert.Contains("written wrongly", Refused(file).Message, StringComparison.Ordinal);
    }

    /// <summary>The file tells of 13 columns, and its trees read the 19th.</summary>
    [Fact]
    public void HepatitisForest_TakesTheColumnsThatItReads()
    {
        byte[] file = File.ReadAllBytes(TestRuntime.SharedData("models/zoo/hepatitis-forest-skl.onnx"));
        var monitor = new RecordingMonitor();

        Model model = Load(file, monitor);

        Assert.Equal(100, Assert.IsType<ForestModel>(model).TreeCount);
        Assert.Equal(19, model.Preprocessing.Width);
        Assert.Contains("13", Assert.Single(monitor.Warnings), StringComparison.Ordinal);
        // ONNX Runtime believes the declared size, which is put right for it: "dim_value: 13" of the input.
        int at = file.AsSpan().LastIndexOf("float_input"u8);
        int size = at + file.AsSpan(at).IndexOf(new byte[] { 0x08, 13 }) + 1;
        file[size] = 19;
        AssertSame(model, file, Rows(model, 1000));
    }

    [Theory]
    [InlineData("mnist-mlp-256x2", "Gemm of ai.onnx")]
    [InlineData("custom-quant-ops", "(")]
    [InlineData("sentiment_model", "ai.onnx")]
    public void Networks_AreRefused_WithAllTheirOperators(string name, string listed)
    {
        ComputeException error = Refused(File.ReadAllBytes(TestRuntime.SharedData($"models/zoo/{name}.onnx")));

        Assert.Equal("OnnxOperatorsUnsupported", error.ErrorId);
        Assert.Contains(listed, error.Message, StringComparison.Ordinal);
        Assert.Contains("networks are not", error.Message, StringComparison.Ordinal);
    }
}
