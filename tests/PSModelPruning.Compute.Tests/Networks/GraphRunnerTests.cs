using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Tests.Networks;

public sealed class GraphRunnerTests
{
    [Fact]
    public void A_linear_layer_and_relu_compute_what_the_formula_says()
    {
        TorchRuntime.EnsureAvailable();
        using DisposeScope scope = NewDisposeScope();
        NodeAttributes transposed = NodeAttributes.Empty.With("transB", 1);
        using var graph = new Graph(
            "input",
            [2],
            "out",
            [
                new Node("fc1", "Gemm", ["input", "fc1.weight", "fc1.bias"], "hidden", transposed),
                new Node("relu1", "Relu", ["hidden"], "out", NodeAttributes.Empty),
            ],
            [
                new GraphParameter(
                    "fc1.weight",
                    tensor(
                        new float[,]
                        {
                            { 1, 2 },
                            { -3, 1 },
                        }
                    ),
                    true
                ),
                new GraphParameter("fc1.bias", tensor(new float[] { 0.5f, 0 }), true),
            ]
        );

        Tensor output = new GraphRunner(graph).Run(
            tensor(
                new float[,]
                {
                    { 1, 1 },
                }
            ),
            RunContext.Inference
        );

        Assert.Equal([3.5f, 0f], output.data<float>().ToArray());
    }
}
