namespace PSModelPruning.Compute.Networks.Presets;

/// <summary>A preset that is a list of layers in words.</summary>
internal abstract class LayeredPreset : Preset
{
    /// <summary>The layers, without the output layer.</summary>
    internal abstract IReadOnlyList<string> Layers { get; }

    /// <summary>The least height and width of an image that it takes; 0 where it takes any rows.</summary>
    private protected virtual int LeastSide => 0;

    internal override Graph Build(IReadOnlyList<int> inputShape, int outputs, int seed)
    {
        if (LeastSide > 0)
            RequireImages(inputShape, LeastSide);
        return NetworkFactory.FromLayers(Layers, inputShape, outputs, seed);
    }
}
