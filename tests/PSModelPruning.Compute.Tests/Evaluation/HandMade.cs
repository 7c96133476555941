using System.Runtime.InteropServices;
using System.Security.Cryptography;
using PSModelPruning.Compute.Data;
using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Runtime;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Tests.Evaluation;

/// <summary>Data sets and models whose every number the test knows.</summary>
internal static class HandMade
{
    internal static DatasetColumn Number(string name, int input, double offset = 0, double divisor = 1) =>
        new()
        {
            Name = name,
            FirstInput = input,
            InputCount = 1,
            Offset = offset,
            Divisor = divisor,
        };

    internal static DatasetColumn Category(string name, int input, params string[] categories) =>
        new()
        {
            Name = name,
            Kind = ColumnKind.Category,
            Encoding = ColumnEncoding.OneHot,
            Categories = categories,
            FirstInput = input,
            InputCount = categories.Length,
        };

    internal static Preprocessing Schema(params DatasetColumn[] features) =>
        new()
        {
            Features = features,
            InputShape = [features.Sum(f => f.InputCount)],
            Target = new DatasetColumn { Name = "y", Role = ColumnRole.Target },
        };

    /// <summary>A data set for classification, or for regression where no class is named.</summary>
    internal static Dataset Data(
        Preprocessing schema,
        string[] classes,
        float[] inputs,
        float[] targets,
        int validation = 0,
        int test = 0
    ) =>
        new(
            "rows",
            classes.Length > 0 ? LearningTask.Classification : LearningTask.Regression,
            schema,
            schema.Features,
            classes,
            inputs,
            targets,
            targets.Length - validation - test,
            validation,
            test
        )
        {
            Hash = Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes<float>(inputs))),
        };

    /// <summary>A linear model, logits = x·Wᵀ + b.</summary>
    internal static NetworkModel Linear(
        Preprocessing schema,
        string[] classes,
        float[,] weight,
        float[]? bias = null,
        Dataset? dataset = null,
        double targetOffset = 0,
        double targetScale = 1,
        string name = "Linear"
    )
    {
        TorchRuntime.EnsureAvailable();
        int outputs = weight.GetLength(0);
        var graph = new Graph(
            "input",
            schema.InputShape,
            "out",
            [new Node("fc1", "Gemm", ["input", "fc1.weight", "fc1.bias"], "out", NodeAttributes.Empty.With("transB", 1))],
            [
                new GraphParameter("fc1.weight", tensor(weight), true),
                new GraphParameter("fc1.bias", tensor(bias ?? new float[outputs]), true),
            ]
        );
        return new NetworkModel(
            new ModelDescription
            {
                Name = name,
                Task = classes.Length > 0 ? LearningTask.Classification : LearningTask.Regression,
                Classes = classes,
                Preprocessing = schema,
                Dataset = dataset,
                TargetOffset = targetOffset,
                TargetScale = targetScale,
            },
            graph,
            "Linear"
        );
    }
}
