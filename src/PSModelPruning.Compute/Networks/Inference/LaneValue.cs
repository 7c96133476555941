namespace PSModelPruning.Compute.Networks.Inference;

/// <summary>
/// A value of the network as the tiled kernels hold it: <c>[channels, height, width, lanes]</c>, the lanes being as many rows of the batch
/// as a vector register has numbers. A value that a convolution reads has a border of zeros around every channel, so that no window leaves
/// it.
/// </summary>
/// <param name="channels">Channels, or features.</param>
/// <param name="height">1 for sequences and features.</param>
/// <param name="width">1 for features.</param>
internal sealed class LaneValue(int channels, int height, int width)
{
    internal int Channels { get; } = channels;

    internal int Height { get; } = height;

    internal int Width { get; } = width;

    internal int Top { get; private set; }

    internal int Left { get; private set; }

    internal int Bottom { get; private set; }

    internal int Right { get; private set; }

    internal int LaidHeight => Height + Top + Bottom;

    internal int LaidWidth => Width + Left + Right;

    /// <summary>Numbers of one row of the batch, the border left out.</summary>
    internal int Features => Channels * Height * Width;

    /// <summary>Numbers of one row of the batch with the border.</summary>
    internal int Size => Channels * LaidHeight * LaidWidth;

    internal bool HasBorder => LaidHeight > Height || LaidWidth > Width;

    /// <summary>True where every tile has its own, because steps that take all tiles at once read or write it.</summary>
    internal bool IsOfAllTiles { get; set; }

    /// <summary>Where it begins in the memory of its kind, in numbers of one row.</summary>
    internal int Offset { get; set; }

    internal bool HasSameShape(LaneValue other) => Channels == other.Channels && Height == other.Height && Width == other.Width;

    /// <summary>Makes the border at least as wide as this.</summary>
    internal void Widen(int top, int left, int bottom, int right) =>
        (Top, Left, Bottom, Right) = (Math.Max(Top, top), Math.Max(Left, left), Math.Max(Bottom, bottom), Math.Max(Right, right));

    /// <summary>Where a number lies, seen from the value's beginning.</summary>
    internal int Place(int channel, int y, int x) => (channel * LaidHeight + y + Top) * LaidWidth + x + Left;

    /// <summary>Where a number lies whose place is counted without the border.</summary>
    internal int Place(int feature) => Place(feature / (Height * Width), feature / Width % Height, feature % Width);
}
