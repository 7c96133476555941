using PSModelPruning.Compute.Tests.Storage;

namespace PSModelPruning.Compute.Tests.Models;

/// <summary>Names that a terminal would obey.</summary>
public sealed class HostileNameTests
{
    [Fact]
    public void A_models_name_cannot_command_a_terminal()
    {
        using NetworkModel model = Samples.Mlp();
        using var hostile = new NetworkModel(model.Describe() with { Name = "\u001b[2Jme" }, model.Graph.Clone());
        Assert.Equal("␛[2Jme", hostile.Name);
        Assert.DoesNotContain('\u001b', hostile.ToString());
    }
}
