namespace PSModelPruning.Tests;

public sealed class ModuleTests
{
    [Fact]
    public void The_module_is_imported_by_its_manifest()
    {
        using var session = new ModuleSession();

        Assert.Equal("PSModelPruning", session.Run("(Get-Module PSModelPruning).Name").Single().ToString());
    }
}
