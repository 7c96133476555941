namespace PSModelPruning.Compute.Pruning.Networks.Ratios;

/// <summary>A rule that needs no figures, so that a user can name it. Listed in <see cref="LayerRatioCatalog"/>.</summary>
internal abstract class NamedRatios : LayerRatios
{
    /// <summary>A line for tab completion and help.</summary>
    internal abstract string Description { get; }
}
