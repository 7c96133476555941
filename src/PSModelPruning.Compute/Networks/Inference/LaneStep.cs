namespace PSModelPruning.Compute.Networks.Inference;

/// <summary>
/// One step of a network that runs through the tiled kernels. Its weights are its own; it may be run by several threads at once.
/// </summary>
internal abstract class LaneStep
{
    /// <summary>What it reads.</summary>
    internal abstract IEnumerable<LaneValue> Inputs { get; }

    /// <summary>What it writes; may be renamed to what a step writes that was joined with it.</summary>
    internal required LaneValue Output { get; set; }

    /// <summary>True where it has no neighbourhoods and may take all tiles at once.</summary>
    internal virtual bool IsFlat => Output is { Height: 1, Width: 1 } && Inputs.All(input => input is { Height: 1, Width: 1 });

    /// <summary>Is told where all values lie.</summary>
    /// <param name="lanes">Rows of a tile.</param>
    internal virtual void Lay(int lanes) { }

    /// <summary>Computes the frame's tile.</summary>
    internal abstract void Run(in LaneFrame frame);

    /// <summary>Computes all tiles.</summary>
    internal virtual void RunAll(LaneFrame frame)
    {
        for (frame.Tile = 0; frame.Tile < frame.Tiles; frame.Tile++)
            Run(frame);
    }

    /// <summary>Computes one row of the batch, a number in the place of a tile's lanes. Only for flat steps.</summary>
    /// <param name="row">The row's values.</param>
    internal abstract unsafe void RunRow(float* row);
}
