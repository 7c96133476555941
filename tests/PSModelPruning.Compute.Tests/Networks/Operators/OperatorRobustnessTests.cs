using PSModelPruning.Compute.Networks;

namespace PSModelPruning.Compute.Tests.Networks.Operators;

/// <summary>Nodes with nonsense in them, as a damaged or hostile file may have.</summary>
public sealed class OperatorRobustnessTests
{
    private static readonly string[] Names =
    [
        "kernel_shape",
        "strides",
        "pads",
        "dilations",
        "group",
        "auto_pad",
        "ceil_mode",
        "axis",
        "perm",
        "shape",
        "transA",
        "transB",
        "epsilon",
        "alpha",
    ];

    private static readonly long[] Sizes = [0, 1, 2, 3, 4, 7, -1, -5, long.MaxValue, long.MinValue, 1L << 40];

    public static TheoryData<string> Operators => [.. OperatorCatalog.All.Select(op => op.Type)];

    [Theory]
    [MemberData(nameof(Operators))]
    public void Nonsense_ends_in_a_clear_error_or_a_shape_and_never_otherwise(string type)
    {
        var random = new Random(7);
        Operator op = OperatorCatalog.Get(type);
        int refused = 0;
        for (int i = 0; i < 3000; i++)
        {
            long[][] inputs = [.. Enumerable.Range(0, random.Next(0, 6)).Select(_ => RandomLongs(random))];
            NodeAttributes attributes = NodeAttributes.Empty;
            for (int a = random.Next(0, 6); a > 0; a--)
                attributes = WithRandom(attributes, random);
            var node = new Node("layer1", type, [.. inputs.Select((_, k) => $"x{k}")], "y", attributes);
            try
            {
                Assert.NotNull(op.ShapesOf(node, inputs));
            }
            catch (ComputeException e)
            {
                Assert.Contains(e.ErrorId, new[] { "ShapeMismatch", "AttributeInvalid" });
                refused++;
            }
        }
        Assert.True(refused > 0);
    }

    private static NodeAttributes WithRandom(NodeAttributes attributes, Random random)
    {
        string name = Names[random.Next(Names.Length)];
        return random.Next(4) switch
        {
            0 => attributes.With(name, RandomLongs(random)),
            1 => attributes.With(name, Sizes[random.Next(Sizes.Length)]),
            2 => attributes.With(name, random.Next(2) == 0 ? "SAME_UPPER" : ""),
            _ => attributes.With(name, random.NextDouble()),
        };
    }

    private static long[] RandomLongs(Random random) =>
        [.. Enumerable.Range(0, random.Next(0, 6)).Select(_ => Sizes[random.Next(random.Next(2) == 0 ? 6 : Sizes.Length)])];
}
