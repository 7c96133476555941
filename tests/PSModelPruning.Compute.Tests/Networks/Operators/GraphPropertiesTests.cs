using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Tests.Pruning.Structures;
using TorchSharp;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Tests.Networks.Operators;

/// <summary>What holds for whole graphs of every structure.</summary>
public sealed class GraphPropertiesTests
{
    public static TheoryData<string> Networks => [.. StructureNets.Names];

    [Theory]
    [MemberData(nameof(Networks))]
    public void Every_inferred_shape_is_the_executed_one(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        using Graph graph = StructureNets.Build(name, 1);
        Dictionary<string, long[]> shapes = graph.InferShapes(3);

        new GraphRunner(graph).Run(StructureNets.Input(name, graph, 1), RunContext.Inference, (node, _, output) =>
            Assert.Equal(output.shape, shapes[node.Output])
        );
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Every_trainable_parameter_receives_a_gradient(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        using Graph graph = StructureNets.Build(name, 1);
        GraphParameter[] parameters = [.. graph.Parameters.Values.Where(p => p.IsTrainable)];
        foreach (GraphParameter parameter in parameters)
            parameter.Value.requires_grad_(true);

        new GraphRunner(graph).Run(StructureNets.Input(name, graph, 1), new RunContext(true)).square().sum().backward();

        Assert.All(parameters, parameter =>
            Assert.True(parameter.Value.grad is { } gradient && gradient.abs().sum().item<float>() > 0, parameter.Name)
        );
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Runs_leave_no_tensor_behind(string name)
    {
        using Graph graph = StructureNets.Build(name, 1);
        using Tensor input = StructureNets.Input(name, graph, 1).DetachFromDisposeScope();
        var runner = new GraphRunner(graph);
        Step();
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        for (int i = 0; i < 5; i++)
            Step();

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);

        void Step()
        {
            using DisposeScope scope = NewDisposeScope();
            runner.Run(input, new RunContext(true));
        }
    }
}
