namespace PSModelPruning.Compute.Networks.Inference;

/// <summary>Factor and term of every channel: a normalization that could not be folded, or a constant that is added.</summary>
internal sealed unsafe class ScaleStep(LaneValue input, float[] factors, float[] terms) : ElementwiseStep(input)
{
    internal override void RunRow(float* row)
    {
        for (int i = 0; i < Input.Size; i++)
            row[Output.Offset + i] = factors[i] * row[Input.Offset + i] + terms[i];
    }

    private protected override void Apply(in LaneFrame frame, float* from, float* to, int channel, int y, int registers) =>
        frame.Kernels.Scale(from, to, registers, factors[channel], terms[channel], float.NegativeInfinity, float.PositiveInfinity);
}
