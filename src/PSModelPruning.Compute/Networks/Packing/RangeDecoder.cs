namespace PSModelPruning.Compute.Networks.Packing;

/// <summary>
/// Reads what <see cref="RangeEncoder"/> wrote. Any bytes decode to something; <see cref="IsAtEnd"/> tells whether they were too few or too
/// many.
/// </summary>
internal ref struct RangeDecoder
{
    private const uint Least = 1u << 24;
    private const int Ahead = 4;

    private readonly ReadOnlySpan<byte> _bytes;
    private int _next;
    private uint _code;
    private uint _range = uint.MaxValue;

    internal RangeDecoder(ReadOnlySpan<byte> bytes)
    {
        _bytes = bytes;
        for (int i = 0; i < Ahead; i++)
            _code = _code << 8 | Next();
    }

    /// <summary>True while no more zeros were read beyond the end than an encoder leaves out.</summary>
    internal readonly bool IsWithin => _next <= _bytes.Length + Ahead;

    /// <summary>True where the message ended with the bytes: nothing was missing and nothing is left over.</summary>
    internal readonly bool IsAtEnd => IsWithin && _next >= _bytes.Length;

    /// <summary>Reads a bit with its context's probability, which learns it.</summary>
    internal int Read(ref AdaptiveBit context)
    {
        uint part = (_range >> AdaptiveBit.ProbabilityBits) * context.Probability;
        int bit;
        if (_code < part)
        {
            _range = part;
            bit = 1;
        }
        else
        {
            _code -= part;
            _range -= part;
            bit = 0;
        }
        context.Learn(bit);
        while (_range < Least)
        {
            _range <<= 8;
            _code = _code << 8 | Next();
        }
        return bit;
    }

    private uint Next()
    {
        uint value = _next < _bytes.Length ? _bytes[_next] : 0u;
        _next++;
        return value;
    }
}
