using System.Management.Automation;

namespace PSModelPruning.Tests;

public sealed class LayerCompletionTests
{
    [Fact]
    public void Layers_are_completed_with_an_example_that_train_model_understands()
    {
        using var session = new ModuleSession();

        string[] texts =
        [
            .. session
                .Run("(TabExpansion2 'Train-Model -Layers con').CompletionMatches")
                .Select(match => ((CompletionResult)match.BaseObject).CompletionText),
        ];

        Assert.Equal(["'conv 32x3'", "'conv1d 32x3'"], texts);
    }

    [Theory]
    [InlineData("'linear 8', 'rleu'", "LayerWordUnknown", "Layer 2 ('rleu'), word 1")]
    [InlineData("'linear eight'", "LayerWordInvalid", "Layer 1 ('linear eight'), word 2")]
    [InlineData("'conv 8x3'", "ShapeMismatch", "conv1")]
    public void A_wrong_layer_is_refused_with_its_place(string layers, string id, string place)
    {
        using var session = new ModuleSession();

        ErrorRecord error = session.Fail(
            $"Import-Dataset '{ModuleSession.ExampleData("iris.csv")}' -Target species | Train-Model -Epochs 1 -Layers {layers}"
        );

        Assert.Equal($"{id},PSModelPruning.Commands.InvokeModelTrainingCommand", error.FullyQualifiedErrorId);
        Assert.Contains(place, error.Exception.Message);
    }

    [Fact]
    public void The_layers_of_a_network_are_a_table()
    {
        using var session = new ModuleSession();

        IReadOnlyList<PSObject> layers = session.Run(
            $"(Import-Dataset '{ModuleSession.ExampleData("iris.csv")}' -Target species | Train-Model -Epochs 1 -Layers 'linear 8', "
                + "'relu').Layers"
        );

        Assert.Equal(["fc1", "relu1", "fc2"], layers.Select(layer => layer.Properties["Name"].Value));
        Assert.Equal([40L, 0L, 27L], layers.Select(layer => layer.Properties["Parameters"].Value));
    }
}
