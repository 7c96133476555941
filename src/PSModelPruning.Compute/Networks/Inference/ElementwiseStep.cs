namespace PSModelPruning.Compute.Networks.Inference;

/// <summary>A step whose every output is made from the input at the same place.</summary>
/// <param name="input">What it reads.</param>
internal abstract unsafe class ElementwiseStep(LaneValue input) : LaneStep
{
    private protected LaneValue Input => input;

    internal override IEnumerable<LaneValue> Inputs => [input];

    internal override void Run(in LaneFrame frame)
    {
        float* from = frame.Of(input),
            to = frame.Of(Output);
        int lanes = frame.Kernels.Count;
        for (int channel = 0; channel < input.Channels; channel++)
        {
            for (int y = 0; y < input.Height; y++)
                Apply(
                    frame,
                    from + (nint)input.Place(channel, y, 0) * lanes,
                    to + (nint)Output.Place(channel, y, 0) * lanes,
                    channel,
                    y,
                    input.Width
                );
        }
    }

    /// <summary>Computes a run of registers of a channel.</summary>
    private protected abstract void Apply(in LaneFrame frame, float* from, float* to, int channel, int y, int registers);
}
