using System.Buffers.Binary;
using System.Text;

namespace PSModelPruning.Compute.Tests.Storage.Onnx;

/// <summary>Writes the wire format of protocol buffers, right or wrong.</summary>
internal sealed class WireWriter
{
    private readonly MemoryStream _bytes = new();

    internal byte[] ToArray() => _bytes.ToArray();

    internal WireWriter Varint(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
            _bytes.WriteByte((byte)(value | 0x80));
        _bytes.WriteByte((byte)value);
        return this;
    }

    internal WireWriter Tag(int field, int type) => Varint((ulong)(field << 3 | type));

    internal WireWriter Integer(int field, long value) => Tag(field, 0).Varint((ulong)value);

    internal WireWriter Single(int field, float value)
    {
        Tag(field, 5);
        Span<byte> four = stackalloc byte[4];
        BinaryPrimitives.WriteSingleLittleEndian(four, value);
        _bytes.Write(four);
        return this;
    }

    internal WireWriter Bytes(int field, byte[] value)
    {
        Tag(field, 2).Varint((ulong)value.Length);
        _bytes.Write(value);
        return this;
    }

    internal WireWriter Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    internal WireWriter Message(int field, WireWriter value) => Bytes(field, value.ToArray());

    internal WireWriter Singles(int field, IEnumerable<float> values, bool packed = true)
    {
        if (!packed)
        {
            foreach (float value in values)
                Single(field, value);
            return this;
        }
        return Bytes(field, [.. values.SelectMany(BitConverter.GetBytes)]);
    }

    internal WireWriter Integers(int field, IEnumerable<long> values, bool packed = true)
    {
        var inner = new WireWriter();
        foreach (long value in values)
        {
            if (packed)
                inner.Varint((ulong)value);
            else
                Integer(field, value);
        }
        return packed ? Bytes(field, inner.ToArray()) : this;
    }
}
