namespace PSModelPruning.Compute.Networks.Packing;

/// <summary>What is known before an element is coded that tells whether it is zero: a number that names a context.</summary>
internal interface IPositionContexts<TSelf>
    where TSelf : struct, IPositionContexts<TSelf>
{
    /// <summary>Contexts are 0 … Count − 1.</summary>
    static abstract int Count { get; }

    /// <summary>The contexts of a tensor of which nothing is known yet.</summary>
    static abstract TSelf For(PositionShape shape);

    /// <summary>Told before the first element of each row.</summary>
    void StartRow(int row);

    /// <summary>The context of an element.</summary>
    /// <param name="bits">The bits of all elements before it.</param>
    /// <param name="element">Its place in row-major order.</param>
    /// <param name="column">Its column.</param>
    int Of(ReadOnlySpan<byte> bits, int element, int column);

    /// <summary>Told after an element was coded.</summary>
    void Learn(int column, int bit);
}
