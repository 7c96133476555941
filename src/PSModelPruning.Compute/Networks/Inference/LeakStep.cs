namespace PSModelPruning.Compute.Networks.Inference;

/// <summary>max(x, slope · x).</summary>
internal sealed unsafe class LeakStep(LaneValue input, float slope) : ElementwiseStep(input)
{
    internal override void RunRow(float* row)
    {
        for (int i = 0; i < Input.Size; i++)
        {
            float value = row[Input.Offset + i];
            row[Output.Offset + i] = value < 0 ? slope * value : value;
        }
    }

    private protected override void Apply(in LaneFrame frame, float* from, float* to, int channel, int y, int registers) =>
        frame.Kernels.Leak(from, to, registers, slope);
}
