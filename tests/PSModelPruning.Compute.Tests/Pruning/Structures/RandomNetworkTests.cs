using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Networks.Building;
using PSModelPruning.Compute.Pruning.Networks.Structures;
using TorchSharp;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Tests.Pruning.Structures;

/// <summary>
/// Networks put together at random from every building block, residual connections, gates, branches and joins among them.
/// </summary>
public sealed class RandomNetworkTests
{
    private const int Networks = 60;

    [Fact]
    public void Masked_equals_shrunk_for_networks_that_nobody_thought_of()
    {
        int pruned = 0;
        for (int seed = 0; seed < Networks; seed++)
        {
            using DisposeScope scope = NewDisposeScope();
            using IDisposable gradient = no_grad();
            using Graph graph = RandomGraph(seed);
            StructureNets.Randomize(graph, seed);
            PruningUnit[] units = StructureRemovalTests.Choose(graph, 0.2 + seed % 4 * 0.2, seed);
            Tensor input = SeededTensors.Normal(1, [2, .. graph.InputShape.Select(size => (long)size)]);

            using Graph masked = StructureRemoval.Masked(graph, units);
            using Graph shrunk = StructureRemoval.Shrunk(graph, units);

            double distance = StructureRemovalTests.Distance(
                StructureRemovalTests.Run(masked, input),
                StructureRemovalTests.Run(shrunk, input)
            );
            Assert.True(
                distance <= 1e-5,
                $"seed {seed}: {distance}; {string.Join(", ", graph.Nodes.Select(node => $"{node.Name} {node.OperatorType}"))}"
            );
            Assert.Equal(StructureRemovalTests.Run(graph, input), new GraphRunner(graph).Infer(input).data<float>().ToArray());
            pruned += units.Length > 0 ? 1 : 0;
        }
        Assert.True(pruned > Networks * 0.9, $"only {pruned} networks had something to remove");
    }

    internal static Graph RandomGraph(int seed)
    {
        var random = new Random(seed);
        var builder = new GraphBuilder([3, 8, 8]);
        builder.Convolution(builder.NextName("conv"), new Convolution(random.Next(4, 9), 3, 3) { Padding = 1 });
        int blocks = random.Next(2, 6);
        for (int block = 0; block < blocks; block++)
            AppendBlock(builder, random);
        if (random.Next(2) == 0)
            builder.Add(builder.NextName("pool"), "GlobalAveragePool");
        builder.Linear(builder.NextName("fc"), random.Next(3, 8));
        Activate(builder, random);
        builder.Linear(builder.NextName("fc"), 3);
        return builder.Build(seed);
    }

    private static void AppendBlock(GraphBuilder builder, Random random)
    {
        string before = builder.Current;
        int channels = (int)builder.Shape[1],
            height = (int)builder.Shape[2];
        switch (random.Next(8))
        {
            case 0: // a residual connection
                Convolve(builder, random, random.Next(3, 7), 3);
                string branch = Convolve(builder, random, channels, 3);
                builder.Add(builder.NextName("add"), "Add", null, branch, before);
                break;
            case 1: // branches that are joined
                string left = Convolve(builder, random, random.Next(2, 6), 1);
                builder.ContinueFrom(before);
                string right = Convolve(builder, random, random.Next(2, 6), 3);
                builder.Add(
                    builder.NextName("join"),
                    "Concat",
                    NodeAttributes.Empty.With("axis", 1),
                    random.Next(2) == 0 ? [left, right] : [before, left, right]
                );
                break;
            case 2: // a gate
                builder.Add(builder.NextName("squeeze"), "GlobalAveragePool");
                builder.Convolution(builder.NextName("conv"), new Convolution(3, 1, 1));
                builder.Convolution(builder.NextName("conv"), new Convolution(channels, 1, 1));
                string gate = builder.Add(builder.NextName("gate"), "Sigmoid");
                builder.Add(builder.NextName("scale"), "Mul", null, before, gate);
                break;
            case 3: // depthwise
                builder.Convolution(
                    builder.NextName("conv"),
                    new Convolution(channels * random.Next(1, 3), 3, 3) { Padding = 1, Groups = channels }
                );
                break;
            case 4: // grouped
                int groups = Enumerable.Range(2, 3).FirstOrDefault(g => channels % g == 0, 1);
                builder.Convolution(
                    builder.NextName("conv"),
                    new Convolution(groups * random.Next(2, 4), 3, 3) { Padding = 1, Groups = groups }
                );
                break;
            case 5 when height >= 4:
                builder.Add(
                    builder.NextName("pool"),
                    random.Next(2) == 0 ? "MaxPool" : "AveragePool",
                    NodeAttributes.Empty.With("kernel_shape", 2, 2).With("strides", 2, 2)
                );
                break;
            case 6: // pixels as columns, mixed per pixel, and back
                int width = (int)builder.Shape[3],
                    mixed = random.Next(4, 8);
                builder.Add(builder.NextName("rows"), "Reshape", NodeAttributes.Empty.With("shape", 0, 0, -1));
                builder.Add(builder.NextName("turn"), "Transpose", NodeAttributes.Empty.With("perm", 0, 2, 1));
                string name = builder.NextName("mix");
                builder.Add(name, "MatMul", null, builder.Current, builder.Parameter(name, "weight", [channels, mixed], Initializer.Ones));
                builder.Add(builder.NextName("turn"), "Transpose", NodeAttributes.Empty.With("perm", 0, 2, 1));
                builder.Add(builder.NextName("image"), "Reshape", NodeAttributes.Empty.With("shape", 0, mixed, height, width));
                break;
            default:
                Convolve(builder, random, random.Next(3, 9), 3);
                break;
        }
        if (random.Next(2) == 0)
            builder.BatchNormalization(builder.NextName("bn"));
        Activate(builder, random);
    }

    private static string Convolve(GraphBuilder builder, Random random, int filters, int kernel)
    {
        string name = builder.Convolution(
            builder.NextName("conv"),
            new Convolution(filters, kernel, kernel) { Padding = kernel / 2, HasBias = random.Next(2) == 0 }
        );
        return random.Next(2) == 0 ? builder.BatchNormalization(builder.NextName("bn")) : name;
    }

    private static void Activate(GraphBuilder builder, Random random)
    {
        string[] kinds = ["Relu", "Sigmoid", "Tanh", "Gelu", "LeakyRelu", "Identity"];
        string kind = kinds[random.Next(kinds.Length)];
        builder.Add(builder.NextName(kind.ToLowerInvariant()), kind);
    }
}
