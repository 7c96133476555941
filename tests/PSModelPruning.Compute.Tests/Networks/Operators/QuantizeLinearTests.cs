using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Networks.Operators;
using PSModelPruning.Compute.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Tests.Networks.Operators;

public sealed class QuantizeLinearTests
{
    private static readonly Node Unsigned = new("q", "QuantizeLinear", ["x", "s", "z"], "q", NodeAttributes.Empty.With("output_dtype", 2));
    private static readonly Node Signed = Unsigned with { Attributes = NodeAttributes.Empty.With("output_dtype", 3) };
    private static readonly Node Back = new("d", "DequantizeLinear", ["q", "s", "z"], "d", NodeAttributes.Empty);

    public QuantizeLinearTests() => TorchRuntime.EnsureAvailable();

    [Fact]
    public void Rounds_ties_to_even_before_the_zero_point_is_added_and_saturates()
    {
        // The example of the ONNX standard, and ties.
        Assert.Equal([128f, 129, 130, 255, 1, 0], Quantize(Unsigned, [0, 2, 3, 1000, -254, -1000], 2, 128));
        Assert.Equal([0f, 2, 2, 4, 0, -2, -2], Quantize(Signed, [0.5f, 1.5f, 2.5f, 3.5f, -0.5f, -1.5f, -2.5f], 1, 0));
        // round(0.5) + 1 = 1; round(0.5 + 1) would be 2.
        Assert.Equal([1f, 3], Quantize(Unsigned, [0.5f, 1.5f], 1, 1));
        Assert.Equal([127f, -128], Quantize(Signed, [1e9f, -1e9f], 0.1f, 3));
    }

    [Fact]
    public void In_place_and_with_gradients_the_result_is_the_same_bit_for_bit()
    {
        var random = new Random(3);
        float[] values = [.. Enumerable.Range(0, 5000).Select(_ => (float)((random.NextDouble() - 0.5) * 20))];
        using DisposeScope scope = NewDisposeScope();
        using Tensor learned = tensor(values).requires_grad_(true);

        float[] plain = Quantize(Unsigned, values, 0.037f, 93);
        Tensor traced = new QuantizeLinearOperator().Execute(Unsigned, [learned, tensor(0.037f), tensor(93f)], new RunContext(true));
        using (no_grad())
        {
            Assert.Equal(plain, traced.detach().data<float>().ToArray());
            Assert.Equal(
                plain,
                new QuantizeLinearOperator().ExecuteInPlace(Unsigned, [tensor(values), tensor(0.037f), tensor(93f)]).data<float>().ToArray()
            );
        }
    }

    [Fact]
    public void Its_gradient_is_the_inverse_of_the_scale_inside_the_range_and_zero_outside()
    {
        using DisposeScope scope = NewDisposeScope();
        using Tensor x = tensor(new[] { -100f, 0.3f, 2f, 500f }).requires_grad_(true);
        Tensor q = new QuantizeLinearOperator().Execute(Unsigned, [x, tensor(0.5f), tensor(10f)], new RunContext(true));
        Tensor d = new DequantizeLinearOperator().Execute(Back, [q, tensor(0.5f), tensor(10f)], new RunContext(true));

        Assert.Equal([-5f, 0.5f, 2f, 122.5f], d.detach().data<float>().ToArray());
        d.sum().backward();
        Assert.Equal([0f, 1, 1, 0], x.grad!.data<float>().ToArray());
    }

    [Fact]
    public void Other_types_and_scales_that_are_not_scalars_are_refused()
    {
        Assert.Equal(
            "ShapeMismatch",
            Assert
                .Throws<ComputeException>(() =>
                    new QuantizeLinearOperator().InferShape(
                        Unsigned with
                        {
                            Attributes = NodeAttributes.Empty.With("output_dtype", 21),
                        },
                        [
                            [4, 3],
                            [],
                            [],
                        ]
                    )
                )
                .ErrorId
        );
        Assert.Equal(
            "ShapeMismatch",
            Assert
                .Throws<ComputeException>(() =>
                    new QuantizeLinearOperator().InferShape(
                        Unsigned,
                        [
                            [4, 3],
                            [3],
                            [3],
                        ]
                    )
                )
                .ErrorId
        );
        Assert.Equal(
            "ShapeMismatch",
            Assert
                .Throws<ComputeException>(() =>
                    new DequantizeLinearOperator().InferShape(
                        Back,
                        [
                            [4, 3],
                            [],
                        ]
                    )
                )
                .ErrorId
        );
        Assert.Equal(
            [4L, 3],
            new DequantizeLinearOperator().InferShape(
                Back,
                [
                    [4, 3],
                    [],
                    [],
                ]
            )
        );
    }

    private static float[] Quantize(Node node, float[] values, float scale, float zero)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable gradient = no_grad();
        return new QuantizeLinearOperator()
            .Execute(node, [tensor(values), tensor(scale), tensor(zero)], RunContext.Inference)
            .data<float>()
            .ToArray();
    }
}
