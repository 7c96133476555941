using PSModelPruning.Compute.Tests.Networks;

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
        Assert.Equal(50.0 / 25_050, conv2.Sparsity, 1e-9);
        Assert.Equal(model.Parameters, model.Layers.Sum(layer => layer.Parameters));
        Assert.Equal(model.NonzeroParameters, model.Layers.Sum(layer => layer.NonzeroParameters));
        Assert.Equal(model.MultiplyAccumulates, model.Layers.Sum(layer => layer.MultiplyAccumulates));
    }

    [Fact]
    public void The_layers_can_be_read_after_the_model_was_disposed()
    {
        NetworkModel model = InferenceTests.Model("ResNet20", [3, 32, 32]);
        model.Dispose();

        Assert.Equal(model.Parameters, model.Layers.Sum(layer => layer.Parameters));
    }
}
