namespace PSModelPruning.Compute.Networks.Inference;

/// <summary>The sum of two values of the same shape.</summary>
internal sealed unsafe class SumStep(LaneValue input, LaneValue other) : ElementwiseStep(input)
{
    internal override IEnumerable<LaneValue> Inputs => [Input, other];

    internal override void RunRow(float* row)
    {
        for (int i = 0; i < Input.Size; i++)
            row[Output.Offset + i] = row[Input.Offset + i] + row[other.Offset + i];
    }

    private protected override void Apply(in LaneFrame frame, float* from, float* to, int channel, int y, int registers) =>
        frame.Kernels.Add(
            from,
            frame.Of(other) + (nint)other.Place(channel, y, 0) * frame.Kernels.Count,
            to,
            registers,
            float.NegativeInfinity,
            float.PositiveInfinity
        );
}
