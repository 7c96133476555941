namespace PSModelPruning.Compute.Networks.Packing;

/// <summary>Symmetric integers with scales: the code is the integer plus the greatest one, so that codes begin at 0.</summary>
internal sealed class IntegerNumbers : NumberCoding
{
    private readonly IntegerEncoding _encoding;
    private readonly ScaleRuns _runs;
    private readonly int _greatest;

    internal IntegerNumbers(IntegerEncoding encoding, IReadOnlyList<long> shape)
    {
        _encoding = encoding;
        _runs = ScaleRuns.Of(shape, encoding.Axis, encoding.GroupSize);
        _greatest = (1 << (encoding.Bits - 1)) - 1;
    }

    /// <inheritdoc/>
    internal override int Alphabet => 2 * _greatest + 1;

    /// <inheritdoc/>
    internal override ushort Zero => (ushort)_greatest;

    /// <inheritdoc/>
    internal override int PlainBits => _encoding.Bits;

    /// <inheritdoc/>
    internal override IReadOnlyList<float> Table => _encoding.Scales;

    private protected override int Bias => _greatest;

    /// <inheritdoc/>
    internal override bool TryEncode(ReadOnlySpan<float> values, Span<ushort> codes)
    {
        if (_encoding.Scales.Count != _runs.Groups)
            return false;
        foreach ((int first, int count, int group) in _runs)
        {
            float scale = _encoding.Scales[group];
            for (int i = first; i < first + count; i++)
            {
                float integer = MathF.Round(values[i] / scale);
                if (!(Math.Abs(integer) <= _greatest) || integer * scale != values[i])
                    return false;
                codes[i] = (ushort)((int)integer + _greatest);
            }
        }
        return true;
    }

    /// <inheritdoc/>
    internal override void Decode(ReadOnlySpan<ushort> codes, Span<float> values)
    {
        foreach ((int first, int count, int group) in _runs)
        {
            float scale = _encoding.Scales[group];
            for (int i = first; i < first + count; i++)
                values[i] = (codes[i] - _greatest) * scale;
        }
    }
}
