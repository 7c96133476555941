namespace PSModelPruning.Compute.Networks.Inference;

/// <summary>Values side by side along the channels.</summary>
/// <param name="inputs">The values, of the same height and width.</param>
internal sealed unsafe class JoinStep(LaneValue[] inputs) : LaneStep
{
    internal override IEnumerable<LaneValue> Inputs => inputs;

    internal override void Run(in LaneFrame frame)
    {
        int lanes = frame.Kernels.Count,
            first = 0;
        float* to = frame.Of(Output);
        foreach (LaneValue input in inputs)
        {
            float* from = frame.Of(input);
            for (int channel = 0; channel < input.Channels; channel++)
            {
                for (int y = 0; y < input.Height; y++)
                    new ReadOnlySpan<float>(from + (nint)input.Place(channel, y, 0) * lanes, input.Width * lanes).CopyTo(
                        new Span<float>(to + (nint)Output.Place(first + channel, y, 0) * lanes, input.Width * lanes)
                    );
            }
            first += input.Channels;
        }
    }

    internal override void RunRow(float* row)
    {
        int first = Output.Offset;
        foreach (LaneValue input in inputs)
        {
            new ReadOnlySpan<float>(row + input.Offset, input.Size).CopyTo(new Span<float>(row + first, input.Size));
            first += input.Size;
        }
    }
}
