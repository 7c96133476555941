namespace PSModelPruning.Compute.Networks.Inference;

/// <summary>The window of a linear layer over its input, which has two axes; one of them is 1 for sequences.</summary>
internal sealed record LinearWindow
{
    /// <summary>The window of a fully connected layer: the whole input at once.</summary>
    internal static readonly LinearWindow Everything = new() { IsEverything = true };

    internal bool IsEverything { get; private init; }

    internal int Groups { get; init; } = 1;

    internal int Height { get; init; } = 1;

    internal int Width { get; init; } = 1;

    internal int StrideY { get; init; } = 1;

    internal int StrideX { get; init; } = 1;

    internal int DilationY { get; init; } = 1;

    internal int DilationX { get; init; } = 1;

    /// <summary>Padding above.</summary>
    internal int Top { get; init; }

    /// <summary>Padding on the left.</summary>
    internal int Left { get; init; }

    /// <summary>Where the first window's first element lies in a value.</summary>
    internal int Origin(LaneValue input) => IsEverything ? 0 : input.Place(0, -Top, -Left);

    /// <summary>
    /// Where a tap lies, seen from the window's first element; taps are counted channel by channel of the group, as weights are.
    /// </summary>
    internal int Place(LaneValue input, int tap)
    {
        if (IsEverything)
            return input.Place(tap);
        int channel = tap / (Height * Width),
            y = tap / Width % Height,
            x = tap % Width;
        return (channel * input.LaidHeight + y * DilationY) * input.LaidWidth + x * DilationX;
    }
}
