using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Runtime;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Tests.Networks.Operators;

/// <summary>Runs one operator, and checks on the way that the inferred shape is the executed one.</summary>
internal static class OperatorRun
{
    static OperatorRun() => TorchRuntime.EnsureAvailable();

    internal static Tensor Run(string type, NodeAttributes? attributes, RunContext context, params Tensor?[] inputs)
    {
        Operator op = OperatorCatalog.Get(type);
        var node = new Node(
            "layer1",
            type,
            [.. inputs.Select((input, i) => input is null ? "" : $"input{i}")],
            "output",
            attributes ?? NodeAttributes.Empty
        );
        Tensor output = op.Execute(node, inputs, context);
        Assert.Equal(output.shape, op.InferShape(node, [.. inputs.Select(input => input?.shape ?? [])]));
        return output;
    }

    internal static Tensor Run(string type, NodeAttributes? attributes, params Tensor?[] inputs) =>
        Run(type, attributes, RunContext.Inference, inputs);

    internal static Tensor Run(string type, params Tensor?[] inputs) => Run(type, null, RunContext.Inference, inputs);

    internal static float[] Floats(this Tensor tensor) => tensor.contiguous().data<float>().ToArray();

    internal static void AssertClose(IReadOnlyList<double> expected, Tensor actual, double tolerance = 2e-5)
    {
        float[] numbers = actual.Floats();
        Assert.Equal(expected.Count, numbers.Length);
        for (int i = 0; i < numbers.Length; i++)
            Assert.True(
                Math.Abs(expected[i] - numbers[i]) <= tolerance * Math.Max(1, Math.Abs(expected[i])),
                $"element {i}: expected {expected[i]}, got {numbers[i]}"
            );
    }

    internal static int[] Integers(this long[] numbers) => [.. numbers.Select(n => (int)n)];
}
