namespace PSModelPruning.Compute.Networks.Inference;

/// <summary>A function of every number, such as tanh.</summary>
internal sealed unsafe class FunctionStep(LaneValue input, Func<float, float> function) : ElementwiseStep(input)
{
    internal override void RunRow(float* row)
    {
        for (int i = 0; i < Input.Size; i++)
            row[Output.Offset + i] = function(row[Input.Offset + i]);
    }

    private protected override void Apply(in LaneFrame frame, float* from, float* to, int channel, int y, int registers)
    {
        for (int i = 0; i < registers * frame.Kernels.Count; i++)
            to[i] = function(from[i]);
    }
}
