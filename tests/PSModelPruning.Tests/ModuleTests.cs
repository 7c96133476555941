namespace PSModelPruning.Tests;

public sealed class ModuleTests
{
    [Fact]
    public void Importing_the_module_loads_no_libtorch()
    {
        using var session = new ModuleSession();

        Assert.Equal("PSModelPruning", session.Run("(Get-Module PSModelPruning).Name").Single().ToString());
    }
}
