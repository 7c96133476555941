using System.Runtime.CompilerServices;

namespace PSModelPruning.Compute.Networks.Inference;

/// <summary>
/// A convolution, or a fully connected layer, which is a convolution whose window is everything. With the bias, the residual connection and
/// the limits of a rectifier behind it.
/// </summary>
/// <param name="input">What it reads.</param>
/// <param name="window">The window over the input.</param>
/// <param name="weights"><c>[outputs, inputs of a group × window]</c>.</param>
/// <param name="bias">One an output.</param>
internal sealed class LinearStep(LaneValue input, LinearWindow window, float[] weights, float[] bias) : LaneStep
{
    /// <summary>
    /// In batches packed rows win over all weights from about this fraction of zeros on: a packed weight costs its place besides itself.
    /// </summary>
    private const double SparseFrom = 0.6;

    /// <summary>The same for single rows, where a packed weight is multiplied alone and others sixteen at a time.</summary>
    private const double SingleSparseFrom = 0.75;

    private readonly int _tapCount = weights.Length / bias.Length;
    private float[] _packed = [];
    private int[] _offsets = [];
    private SparseTap[] _taps = [];
    private SparseTap[] _rowTaps = [];
    private int[] _ends = [];
    private int _lanes;

    internal LaneValue Input => input;

    /// <summary>What is added to its outputs.</summary>
    internal LaneValue? Residual { get; set; }

    internal float Low { get; set; } = float.NegativeInfinity;

    internal float High { get; set; } = float.PositiveInfinity;

    internal bool HasLimits => Low > float.NegativeInfinity || High < float.PositiveInfinity;

    /// <summary>Added to the products, one an output.</summary>
    internal float[] Bias => bias;

    /// <summary>The fraction of its weights that are zero.</summary>
    internal double ZeroFraction { get; } = weights.Length == 0 ? 0 : (double)weights.Count(weight => weight == 0) / weights.Length;

    /// <summary>True where batches run through packed rows.</summary>
    internal bool IsSparse => ZeroFraction >= SparseFrom;

    /// <summary>True where single rows do.</summary>
    internal bool IsSingleSparse => ZeroFraction >= SingleSparseFrom;

    internal override IEnumerable<LaneValue> Inputs => Residual is null ? [input] : [input, Residual];

    internal override bool IsFlat => window.IsEverything && Output is { Height: 1, Width: 1 };

    internal override void Lay(int lanes)
    {
        _lanes = lanes;
        int[] places = [.. Enumerable.Range(0, _tapCount).Select(tap => window.Place(input, tap))];
        _offsets = Pinned<int>(_tapCount);
        for (int tap = 0; tap < _tapCount; tap++)
            _offsets[tap] = places[tap] * lanes;
        if (IsSparse)
            PackRows(places);
        else
            PackBlocks();
    }

    internal override unsafe void Run(in LaneFrame frame)
    {
        LinearBlock block = default;
        block.Input = frame.Of(input) + window.Origin(input) * _lanes;
        block.InputStep = (nint)window.StrideX * _lanes;
        block.InputRow = (nint)window.StrideY * input.LaidWidth * _lanes;
        block.Output = frame.Of(Output) + Output.Place(0, 0, 0) * _lanes;
        block.OutputStep = _lanes;
        block.OutputRow = (nint)Output.LaidWidth * _lanes;
        if (Residual is not null)
        {
            block.Residual = frame.Of(Residual) + Residual.Place(0, 0, 0) * _lanes;
            block.ResidualStep = _lanes;
            block.ResidualRow = (nint)Residual.LaidWidth * _lanes;
        }
        block.Rows = Output.Height;
        block.Positions = Output.Width;
        RunBlocks(frame.Kernels, block);
    }

    internal override unsafe void RunAll(LaneFrame frame)
    {
        frame.Tile = 0;
        LinearBlock block = default;
        block.Input = frame.Of(input);
        block.Output = frame.Of(Output) + Output.Place(0, 0, 0) * _lanes;
        block.InputStep = block.OutputStep = block.ResidualStep = frame.TileStride;
        if (Residual is not null)
            block.Residual = frame.Of(Residual) + Residual.Place(0, 0, 0) * _lanes;
        block.Rows = 1;
        block.Positions = frame.Tiles;
        RunBlocks(frame.Kernels, block);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override unsafe void RunRow(float* row)
    {
        float* from = row + input.Offset;
        float* to = row + Output.Offset;
        float* residual = Residual is null ? null : row + Residual.Offset;
        fixed (SparseTap* taps = _rowTaps)
        fixed (float* matrix = weights)
        {
            int first = 0;
            for (int output = 0; output < bias.Length; output++)
            {
                float sum;
                if (IsSingleSparse)
                {
                    sum = RowKernel.Sparse(taps + first, _ends[output] - first, from);
                    first = _ends[output];
                }
                else
                {
                    sum = RowKernel.Dense(matrix + (nint)output * _tapCount, from, _tapCount);
                }
                sum += bias[output];
                if (residual is not null)
                    sum += residual[output];
                to[output] =
                    sum < Low ? Low
                    : sum > High ? High
                    : sum;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private unsafe void RunBlocks(LaneKernels kernels, LinearBlock block)
    {
        int outputs = bias.Length,
            perGroup = outputs / window.Groups;
        nint channel = (nint)Output.LaidHeight * Output.LaidWidth * _lanes,
            residual = Residual is null ? 0 : (nint)Residual.LaidHeight * Residual.LaidWidth * _lanes;
        nint group = (nint)(input.Channels / window.Groups) * input.LaidHeight * input.LaidWidth * _lanes;
        block.OutputChannel = channel;
        block.ResidualChannel = residual;
        (block.Low, block.High) = (Low, High);
        float* firstInput = block.Input,
            firstOutput = block.Output,
            firstResidual = block.Residual;
        fixed (
            float* packed = _packed,
                biases = bias
        )
        fixed (int* offsets = _offsets)
        fixed (SparseTap* taps = _taps)
        {
            block.Offsets = offsets;
            int count = 1;
            for (int output = 0; output < outputs; output += count)
            {
                block.Input = firstInput + output / perGroup * group;
                block.Output = firstOutput + output * channel;
                block.Residual = firstResidual is null ? null : firstResidual + output * residual;
                block.Bias = biases + output;
                if (IsSparse)
                {
                    int first = output == 0 ? 0 : _ends[output - 1];
                    block.Taps = taps + first;
                    block.TapCount = _ends[output] - first;
                    kernels.Sparse(block);
                    continue;
                }
                count = Math.Min(LaneKernels.OutputsAtOnce, perGroup - output % perGroup);
                block.Weights = packed + (nint)output * _tapCount;
                block.TapCount = _tapCount;
                kernels.Dense(block, count);
            }
        }
    }

    private void PackRows(int[] places)
    {
        int nonzero = weights.Count(weight => weight != 0),
            next = 0;
        _taps = Pinned<SparseTap>(nonzero);
        _rowTaps = _lanes == 1 ? _taps : Pinned<SparseTap>(nonzero);
        _ends = new int[bias.Length];
        for (int output = 0; output < bias.Length; output++)
        {
            for (int tap = 0; tap < _tapCount; tap++)
            {
                float weight = weights[(long)output * _tapCount + tap];
                if (weight == 0)
                    continue;
                _taps[next] = new SparseTap(_offsets[tap], weight);
                _rowTaps[next++] = new SparseTap(places[tap], weight);
            }
            _ends[output] = next;
        }
    }

    /// <summary>The weights of neighbouring outputs beside each other, tap by tap.</summary>
    private void PackBlocks()
    {
        _packed = Pinned<float>(weights.Length);
        int perGroup = bias.Length / window.Groups,
            next = 0,
            count;
        for (int output = 0; output < bias.Length; output += count)
        {
            count = Math.Min(LaneKernels.OutputsAtOnce, perGroup - output % perGroup);
            for (int tap = 0; tap < _tapCount; tap++)
            {
                for (int i = 0; i < count; i++)
                    _packed[next++] = weights[(long)(output + i) * _tapCount + tap];
            }
        }
    }

    private static T[] Pinned<T>(int length) => GC.AllocateUninitializedArray<T>(length, pinned: true);
}
