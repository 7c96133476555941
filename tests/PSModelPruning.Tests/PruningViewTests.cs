using PSModelPruning.Compute;
using PSModelPruning.Views;

namespace PSModelPruning.Tests;

[InvariantCulture]
public sealed class PruningViewTests
{
    [Fact]
    public void What_goes_is_told_in_the_layers_own_unit()
    {
        var layer = new PruningLayer
        {
            Layer = "fc1",
            Operator = "Gemm",
            Unit = "neuron",
            Original = 1300,
            Before = 1200,
            Kept = 150,
        };

        Assert.Equal("1,050 of 1,200 neurons", PruningView.Removed(layer));
        Assert.Equal("-", PruningView.Removed(layer with { Before = 0, Kept = 0 }));
        Assert.Equal("88.5 %", PruningView.Percent(layer.Sparsity));
    }

    [Fact]
    public void Figures_that_change_show_both_values()
    {
        Assert.Equal("17.2 K → 1.7 K", PruningView.Counts(17_226, 1_700));
        Assert.Equal("17.2 K", PruningView.Counts(17_226, 17_226));
        Assert.Equal("67.3 KB → 9.5 KB", PruningView.Sizes(68_904, 9_744));
        Assert.Equal("0.9722 → 0.9667", PruningView.Scores(0.97222, 0.96667));
        Assert.Equal("-", PruningView.Scores(double.NaN, double.NaN));
    }
}
