namespace PSModelPruning.Compute.Networks.Inference;

/// <summary>The limits of a rectifier that could not be joined with the step before.</summary>
internal sealed unsafe class LimitStep(LaneValue input, float low, float high) : ElementwiseStep(input)
{
    internal override void RunRow(float* row)
    {
        for (int i = 0; i < Input.Size; i++)
        {
            float value = row[Input.Offset + i];
            row[Output.Offset + i] =
                value < low ? low
                : value > high ? high
                : value;
        }
    }

    private protected override void Apply(in LaneFrame frame, float* from, float* to, int channel, int y, int registers) =>
        frame.Kernels.Scale(from, to, registers, 1, 0, low, high);
}
