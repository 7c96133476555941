using MathNet.Numerics;
using PSModelPruning.Compute.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Tests.Networks.Operators;

/// <summary>Operators without windows against the formulas in managed code.</summary>
public sealed class DenseOperatorTests
{
    public static TheoryData<string, double, double> Activations =>
        new()
        {
            { "Relu", -1.5, 0 },
            { "Relu", 2.25, 2.25 },
            { "LeakyRelu", -2, -0.2 },
            { "LeakyRelu", 3, 3 },
            { "Sigmoid", 0.7, 1 / (1 + Math.Exp(-0.7)) },
            { "Tanh", -0.4, Math.Tanh(-0.4) },
            { "Gelu", 1.3, 0.65 * (1 + SpecialFunctions.Erf(1.3 / Math.Sqrt(2))) },
            { "Gelu", -0.8, -0.4 * (1 + SpecialFunctions.Erf(-0.8 / Math.Sqrt(2))) },
            { "Clip", 7, 6 },
            { "Clip", -3, -1 },
            { "Clip", 0.5, 0.5 },
            { "Identity", 4.5, 4.5 },
            { "Dropout", 4.5, 4.5 },
        };

    [Theory]
    [MemberData(nameof(Activations))]
    public void An_activation_is_its_formula(string type, double x, double expected)
    {
        using DisposeScope scope = NewDisposeScope();
        NodeAttributes attributes = NodeAttributes.Empty.With("alpha", 0.1).With("min", -1).With("max", 6.0);

        OperatorRun.AssertClose(
            [expected, expected],
            OperatorRun.Run(type, attributes, tensor(new[] { (float)x, (float)x }).reshape(2, 1)),
            1e-6
        );
    }

    [Fact]
    public void The_tanh_form_of_gelu_is_its_own_formula()
    {
        using DisposeScope scope = NewDisposeScope();
        double expected = 0.5 * 1.3 * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (1.3 + 0.044715 * Math.Pow(1.3, 3))));

        OperatorRun.AssertClose(
            [expected],
            OperatorRun.Run(
                "Gelu",
                NodeAttributes.Empty.With("approximate", "tanh"),
                tensor(
                    new float[,]
                    {
                        { 1.3f },
                    }
                )
            ),
            1e-6
        );
    }

    [Fact]
    public void A_clip_without_a_bound_does_not_limit_there()
    {
        using DisposeScope scope = NewDisposeScope();

        Assert.Equal(
            [-1e20f, 2f],
            OperatorRun
                .Run(
                    "Clip",
                    NodeAttributes.Empty.With("max", 2.0),
                    tensor(
                        new float[,]
                        {
                            { -1e20f, 5 },
                        }
                    )
                )
                .Floats()
        );
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Gemm_multiplies_in_both_layouts_and_scales(int transB)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = SeededTensors.Uniform(1, [3, 4]),
            weight = transB == 1 ? SeededTensors.Uniform(2, [5, 4]) : SeededTensors.Uniform(3, [4, 5]),
            bias = SeededTensors.Uniform(4, [5]);
        float[] a = x.Floats(),
            w = weight.Floats(),
            b = bias.Floats();
        double[] expected = new double[15];
        for (int i = 0; i < 15; i++)
        {
            for (int k = 0; k < 4; k++)
                expected[i] += 2.0 * a[i / 5 * 4 + k] * (transB == 1 ? w[i % 5 * 4 + k] : w[k * 5 + i % 5]);
            expected[i] += 0.5 * b[i % 5];
        }

        Tensor output = OperatorRun.Run(
            "Gemm",
            NodeAttributes.Empty.With("transB", transB).With("alpha", 2.0).With("beta", 0.5),
            x,
            weight,
            bias
        );

        OperatorRun.AssertClose(expected, output);
        using Tensor plain = OperatorRun.Run("Gemm", NodeAttributes.Empty.With("transB", transB), x, weight, bias);
        OperatorRun.AssertClose([.. expected.Select((sum, i) => (sum - 0.5 * b[i % 5]) / 2 + b[i % 5])], plain);
    }

    [Fact]
    public void MatMul_multiplies_the_last_two_axes()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = SeededTensors.Uniform(5, [2, 3, 4]),
            weight = SeededTensors.Uniform(6, [4, 5]),
            other = SeededTensors.Uniform(7, [2, 4, 6]);
        float[] a = x.Floats(),
            w = weight.Floats(),
            o = other.Floats();
        double[] expected =
        [
            .. Enumerable.Range(0, 30).Select(i => Enumerable.Range(0, 4).Sum(k => (double)a[i / 5 * 4 + k] * w[k * 5 + i % 5])),
        ];
        double[] both =
        [
            .. Enumerable
                .Range(0, 36)
                .Select(i => Enumerable.Range(0, 4).Sum(k => (double)a[i / 6 * 4 + k] * o[i / 18 * 24 + k * 6 + i % 6])),
        ];

        OperatorRun.AssertClose(expected, OperatorRun.Run("MatMul", x, weight));
        OperatorRun.AssertClose(both, OperatorRun.Run("MatMul", x, other));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void Softmax_divides_exponentials_by_their_sum_along_its_axis(int axis)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = SeededTensors.Uniform(8, [2, 3, 4]);
        float[] a = x.Floats();
        int At(int i, int k) => axis == 1 ? i / 12 * 12 + k * 4 + i % 4 : i / 4 * 4 + k;
        double[] expected =
        [
            .. Enumerable.Range(0, 24).Select(i => Math.Exp(a[i]) / Enumerable.Range(0, axis == 1 ? 3 : 4).Sum(k => Math.Exp(a[At(i, k)]))),
        ];

        OperatorRun.AssertClose(expected, OperatorRun.Run("Softmax", NodeAttributes.Empty.With("axis", axis), x));
    }

    [Fact]
    public void Add_and_mul_repeat_axes_of_size_one()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = SeededTensors.Uniform(9, [2, 3, 4, 4]),
            gate = SeededTensors.Uniform(10, [2, 3, 1, 1]),
            constant = SeededTensors.Uniform(11, [3, 1, 1]);
        float[] a = x.Floats(),
            g = gate.Floats(),
            c = constant.Floats();

        OperatorRun.AssertClose([.. a.Select((v, i) => (double)v * g[i / 16])], OperatorRun.Run("Mul", x, gate));
        OperatorRun.AssertClose([.. a.Select((v, i) => (double)v + c[i / 16 % 3])], OperatorRun.Run("Add", constant, x));
        var node = new Node("sum1", "Add", ["a", "b"], "c", NodeAttributes.Empty);
        ComputeException error = Assert.Throws<ComputeException>(() =>
            OperatorCatalog
                .Get("Add")
                .InferShape(
                    node,
                    [
                        [2, 3, 4],
                        [2, 2, 4],
                    ]
                )
        );
        Assert.Equal("ShapeMismatch", error.ErrorId);
        Assert.Contains("'sum1'", error.Message);
        Assert.Contains("[2, 2, 4]", error.Message);
    }

    [Fact]
    public void Shapes_are_changed_without_touching_the_numbers()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = arange(24, ScalarType.Float32).reshape(2, 3, 4);

        Assert.Equal([2, 12], OperatorRun.Run("Flatten", x).shape);
        Assert.Equal([2, 2, 6], OperatorRun.Run("Reshape", NodeAttributes.Empty.With("shape", 0, 2, -1), x).shape);
        Assert.Equal(x.Floats(), OperatorRun.Run("Reshape", NodeAttributes.Empty.With("shape", -1, 6, 2), x).Floats());
        Tensor turned = OperatorRun.Run("Transpose", NodeAttributes.Empty.With("perm", 0, 2, 1), x);
        Assert.Equal([0f, 4, 8, 1, 5, 9], turned.Floats()[..6]);
        Tensor joined = OperatorRun.Run("Concat", NodeAttributes.Empty.With("axis", -1), x, x);
        Assert.Equal([0f, 1, 2, 3, 0, 1, 2, 3, 4], joined.Floats()[..9]);
    }

    [Fact]
    public void Gather_takes_the_rows_that_the_numbers_name_and_refuses_others()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor table = tensor(
            new float[,]
            {
                { 1, 2 },
                { 3, 4 },
                { 5, 6 },
            }
        );

        Tensor output = OperatorRun.Run(
            "Gather",
            table,
            tensor(
                new float[,]
                {
                    { 2, 0 },
                    { 1, 1 },
                }
            )
        );

        Assert.Equal([5f, 6, 1, 2, 3, 4, 3, 4], output.Floats());
        ComputeException error = Assert.Throws<ComputeException>(() =>
            OperatorRun.Run(
                "Gather",
                table,
                tensor(
                    new float[,]
                    {
                        { 3 },
                    }
                )
            )
        );
        Assert.Equal("IndexOutside", error.ErrorId);
        Assert.Contains("0 to 2", error.Message);
    }

    [Fact]
    public void Dropout_keeps_the_mean_and_repeats_with_its_generator()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = ones(200, 100);
        float[] Drop(ulong seed)
        {
            using var generator = new Generator(seed, CPU);
            return OperatorRun.Run("Dropout", NodeAttributes.Empty.With("ratio", 0.3), new RunContext(true, generator), x).Floats();
        }

        float[] first = Drop(5);

        Assert.Equal(first, Drop(5));
        Assert.NotEqual(first, Drop(6));
        Assert.Equal(0.3, first.Count(v => v == 0) / 20_000.0, 0.02);
        Assert.All(first.Where(v => v != 0), v => Assert.Equal(1 / 0.7f, v, 1e-6f));
    }
}
