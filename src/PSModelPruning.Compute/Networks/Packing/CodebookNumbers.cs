namespace PSModelPruning.Compute.Networks.Packing;

/// <summary>Shared numbers: code 0 is zero, code i is the i-th number of the codebook, counted from 1.</summary>
internal sealed class CodebookNumbers : NumberCoding
{
    private readonly float[] _values;

    internal CodebookNumbers(IReadOnlyList<float> values) => _values = [.. values];

    /// <inheritdoc/>
    internal override int Alphabet => _values.Length + 1;

    /// <inheritdoc/>
    internal override ushort Zero => 0;

    /// <inheritdoc/>
    internal override int PlainBits =>
        Alphabet <= 16 ? 4
        : Alphabet <= 256 ? 8
        : 16;

    /// <inheritdoc/>
    internal override IReadOnlyList<float> Table => _values;

    /// <inheritdoc/>
    internal override bool TryEncode(ReadOnlySpan<float> values, Span<ushort> codes)
    {
        for (int i = 0; i < values.Length; i++)
        {
            int index = values[i] == 0 ? -1 : Array.BinarySearch(_values, values[i]);
            if (index < 0 && values[i] != 0)
                return false;
            codes[i] = (ushort)(index + 1);
        }
        return true;
    }

    /// <inheritdoc/>
    internal override void Decode(ReadOnlySpan<ushort> codes, Span<float> values)
    {
        for (int i = 0; i < codes.Length; i++)
            values[i] = codes[i] == 0 ? 0 : _values[codes[i] - 1];
    }
}
