namespace PSModelPruning.Compute.Networks.Presets;

/// <summary>A network that is known by name. Listed in <see cref="PresetCatalog"/>.</summary>
internal abstract class Preset
{
    /// <summary>What a user types.</summary>
    internal abstract string Name { get; }

    /// <summary>What it is, in a line.</summary>
    internal abstract string Description { get; }

    /// <summary>Builds it with starting weights.</summary>
    /// <exception cref="ComputeException"><c>ShapeMismatch</c>: it is not made for such rows.</exception>
    internal abstract Graph Build(IReadOnlyList<int> inputShape, int outputs, int seed);

    /// <summary>Checks that rows are images of at least a size.</summary>
    private protected void RequireImages(IReadOnlyList<int> inputShape, int leastSide)
    {
        if (inputShape.Count != 3 || inputShape[1] < leastSide || inputShape[2] < leastSide)
            throw NetworkErrors.PresetMismatch(
                Name,
                $"images [channels, height, width] of at least {leastSide} x {leastSide} pixels",
                inputShape
            );
    }
}
