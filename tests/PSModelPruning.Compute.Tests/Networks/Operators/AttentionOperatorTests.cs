using PSModelPruning.Compute.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Tests.Networks.Operators;

public sealed class AttentionOperatorTests
{
    [Theory]
    [InlineData(false, null)]
    [InlineData(true, null)]
    [InlineData(false, 0.7)]
    public void Equals_the_equation_head_by_head(bool isCausal, double? scale)
    {
        using DisposeScope scope = NewDisposeScope();
        using var generator = new Generator(2, CPU);
        const int rows = 2,
            steps = 5,
            heads = 3,
            size = 4,
            valueSize = 2;
        Tensor q = randn([rows, steps, heads * size], generator: generator),
            k = randn([rows, steps, heads * size], generator: generator),
            v = randn([rows, steps, heads * valueSize], generator: generator);
        NodeAttributes attributes = NodeAttributes
            .Empty.With("q_num_heads", heads)
            .With("kv_num_heads", heads)
            .With("is_causal", isCausal ? 1 : 0);
        if (scale is { } given)
            attributes = attributes.With("scale", given);
        var expected = new List<double>();
        for (int row = 0; row < rows; row++)
        {
            for (int step = 0; step < steps; step++)
            {
                for (int head = 0; head < heads; head++)
                {
                    double[] weights =
                    [
                        .. Enumerable
                            .Range(0, isCausal ? step + 1 : steps)
                            .Select(other =>
                                Math.Exp(
                                    (scale ?? 1 / Math.Sqrt(size))
                                        * Enumerable
                                            .Range(0, size)
                                            .Sum(i =>
                                                (double)q[row, step, head * size + i].item<float>()
                                                * k[row, other, head * size + i].item<float>()
                                            )
                                )
                            ),
                    ];
                    for (int i = 0; i < valueSize; i++)
                        expected.Add(
                            weights.Select((weight, other) => weight * v[row, other, head * valueSize + i].item<float>()).Sum()
                                / weights.Sum()
                        );
                }
            }
        }

        OperatorRun.AssertClose(expected, OperatorRun.Run("Attention", attributes, q, k, v), 1e-5);
    }

    [Theory]
    [InlineData(3, 2)]
    [InlineData(4, 4)]
    [InlineData(0, 0)]
    public void Heads_that_do_not_fit_are_refused(int queries, int keys)
    {
        var node = new Node(
            "attention1",
            "Attention",
            ["q", "k", "v"],
            "y",
            NodeAttributes.Empty.With("q_num_heads", queries).With("kv_num_heads", keys)
        );

        Assert.Equal(
            "ShapeMismatch",
            Assert
                .Throws<ComputeException>(() =>
                    OperatorCatalog
                        .Get("Attention")
                        .ShapesOf(
                            node,
                            [
                                [1, 5, 6],
                                [1, 5, 6],
                                [1, 5, 6],
                            ]
                        )
                )
                .ErrorId
        );
    }

    [Fact]
    public void Costs_are_those_of_both_products()
    {
        using Graph graph = NetworkFactory.FromLayers(["attention 3x4"], [5, 7], 2, 1);

        Assert.Equal(2 * 7 * 7 * 12, graph.MultiplyAccumulatesByNode()["attention1"]);
        Assert.Equal(7 * 5 * 12, graph.MultiplyAccumulatesByNode()["attention1_query"]);
    }
}
