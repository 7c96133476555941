namespace PSModelPruning.Compute.Networks.Inference;

/// <summary>The greatest or the mean of every window, channel by channel. What lies outside the input is left out.</summary>
/// <param name="input">What it reads.</param>
/// <param name="window">The windows.</param>
/// <param name="isMean">The mean instead of the greatest.</param>
/// <param name="includesPadding">A mean is divided by the whole window, padding and all.</param>
internal sealed unsafe class PoolStep(LaneValue input, LinearWindow window, bool isMean, bool includesPadding) : LaneStep
{
    internal override IEnumerable<LaneValue> Inputs => [input];

    internal override bool IsFlat => false;

    internal override void Run(in LaneFrame frame)
    {
        int lanes = frame.Kernels.Count;
        float* from = frame.Of(input),
            to = frame.Of(Output);
        nint stride = (nint)input.LaidWidth * lanes;
        for (int channel = 0; channel < input.Channels; channel++)
        {
            for (int y = 0; y < Output.Height; y++)
            {
                int firstY = y * window.StrideY - window.Top,
                    beginY = Math.Max(0, firstY),
                    height = Math.Min(input.Height, firstY + window.Height) - beginY;
                float* target = to + (nint)Output.Place(channel, y, 0) * lanes;
                for (int x = 0; x < Output.Width; x++, target += lanes)
                {
                    int firstX = x * window.StrideX - window.Left,
                        beginX = Math.Max(0, firstX),
                        width = Math.Min(input.Width, firstX + window.Width) - beginX;
                    float* corner = from + (nint)input.Place(channel, beginY, beginX) * lanes;
                    if (isMean)
                    {
                        frame.Kernels.Sum(
                            corner,
                            stride,
                            height,
                            width,
                            1f / (includesPadding ? window.Height * window.Width : height * width),
                            target
                        );
                        continue;
                    }
                    // Windows that lie wholly inside, in one go.
                    int windows =
                        firstX < 0
                            ? 1
                            : Math.Max(1, Math.Min(Output.Width - x, (input.Width - window.Width - firstX) / window.StrideX + 1));
                    frame.Kernels.Max(corner, stride, height, width, (nint)window.StrideX * lanes, target, windows);
                    x += windows - 1;
                    target += (windows - 1) * lanes;
                }
            }
        }
    }

    internal override void RunRow(float* row) => throw new NotSupportedException();
}
