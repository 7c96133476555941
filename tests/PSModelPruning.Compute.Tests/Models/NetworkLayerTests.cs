using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Tests.Networks;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Tests.Models;

public sealed class NetworkLayerTests
{
    [Fact]
    public void The_layers_tell_shapes_parameters_and_costs_that_add_up_to_the_models()
    {
        using NetworkModel model = InferenceTests.Model("LeNet5", [1, 28, 28]);

        NetworkLayer conv2 = model.Layers.Single(layer => layer.Name == "conv2");
        Assert.Equal("50 x 8 x 8", conv2.Output);
        Assert.Equal("Conv", conv2.Operator);
        Assert.Equal(25_050, conv2.Parameters);
        Assert.Equal(25_000, conv2.NonzeroParameters);
        Assert.Equal(1_600_000, conv2.MultiplyAccumulates);
        Assert.Equal(0, conv2.Sparsity);
        Assert.Equal(model.Parameters, model.Layers.Sum(layer => layer.Parameters));
        Assert.Equal(model.NonzeroParameters, model.Layers.Sum(layer => layer.NonzeroParameters));
        Assert.Equal(model.MultiplyAccumulates, model.Layers.Sum(layer => layer.MultiplyAccumulates));
    }

    [Fact]
    public void A_layers_sparsity_counts_its_weights_as_the_models_does()
    {
        using NetworkModel dense = InferenceTests.Model("Linear", [8]);
        Graph graph = dense.Graph.Clone();
        using (IDisposable gradient = no_grad())
        using (Tensor half = graph.Parameters["fc1.weight"].Value.narrow(1, 0, 2))
            half.zero_();

        using var model = new NetworkModel(dense.Describe(), graph);

        Assert.Equal(0.25, model.Sparsity, 1e-9);
        Assert.Equal(0.25, Assert.Single(model.Layers, layer => layer.Operator == "Gemm").Sparsity, 1e-9);
    }

    [Fact]
    public void The_layers_can_be_read_after_the_model_was_disposed()
    {
        NetworkModel model = InferenceTests.Model("ResNet20", [3, 32, 32]);
        model.Dispose();

        Assert.Equal(model.Parameters, model.Layers.Sum(layer => layer.Parameters));
    }
}
