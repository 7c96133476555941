namespace PSModelPruning.Compute.Networks.Packing;

/// <summary>
/// Binary arithmetic coding in whole numbers: each bit takes the part of a 32-bit range that its probability says; bytes leave when
/// the range falls under 2^24. Of the four bytes that end the message those that are zero are left out; the decoder reads zeros there.
/// </summary>
/// <remarks>G. Martin: "Range encoding: an algorithm for removing redundancy from a digitised message" (1979).</remarks>
internal sealed class RangeEncoder
{
    private const uint Least = 1u << 24;
    private const int EndBytes = 4;

    private readonly List<byte> _bytes;
    private ulong _low;
    private uint _range = uint.MaxValue;
    private byte _held;
    private long _pending;
    private bool _holdsByte;

    internal RangeEncoder(int capacity = 256) => _bytes = new List<byte>(capacity);

    /// <summary>Writes a bit with its context's probability, which learns it.</summary>
    internal void Write(ref AdaptiveBit context, int bit)
    {
        uint part = (_range >> AdaptiveBit.ProbabilityBits) * context.Probability;
        if (bit != 0)
        {
            _range = part;
        }
        else
        {
            _low += part;
            _range -= part;
        }
        context.Learn(bit);
        while (_range < Least)
        {
            _range <<= 8;
            Shift();
        }
    }

    /// <summary>Ends the message, and gives its bytes.</summary>
    internal byte[] Finish()
    {
        // The number within the range that ends in the most zeros.
        ulong end = _low + _range - 1;
        for (int bits = 31; bits >= 0; bits--)
        {
            ulong candidate = end >> bits << bits;
            if (candidate < _low)
                continue;
            _low = candidate;
            break;
        }
        for (int i = 0; i <= EndBytes; i++)
            Shift();
        for (int i = 0; i < EndBytes && _bytes.Count > 0 && _bytes[^1] == 0; i++)
            _bytes.RemoveAt(_bytes.Count - 1);
        return [.. _bytes];
    }

    /// <summary>Moves the upper byte out; one that a carry may still change is held back, and so are the 255s after it.</summary>
    private void Shift()
    {
        if (_low < 0xFF000000 || _low > uint.MaxValue)
        {
            byte carry = (byte)(_low >> 32);
            if (_holdsByte)
                _bytes.Add((byte)(_held + carry));
            for (; _pending > 0; _pending--)
                _bytes.Add((byte)(0xFF + carry));
            _held = (byte)(_low >> 24);
            _holdsByte = true;
        }
        else
        {
            _pending++;
        }
        _low = (uint)_low << 8;
    }
}
