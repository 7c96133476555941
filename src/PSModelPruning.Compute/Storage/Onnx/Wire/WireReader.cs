using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace PSModelPruning.Compute.Storage.Onnx.Wire;

/// <summary>
/// Reads the wire format of protocol buffers from a stream that can seek. Every length is checked against what is left of the message that
/// it lies in, before anything is allocated for it; the depth and the number of messages are limited.
/// </summary>
/// <remarks>
/// The coded stream of Google.Protobuf cannot be used for files that nobody vouches for: its limits of nested messages are not public, and
/// it cuts lengths to 32 bits, so that a length of 2^62 reads as 0.
/// </remarks>
internal sealed class WireReader
{
    private const int BufferSize = 1 << 16;
    private const int MostVarintBytes = 10;
    private const int MostKept = 32;

    private readonly Stream _stream;
    private readonly byte[] _buffer = new byte[BufferSize];
    private readonly List<string> _kept = [];
    private int _next;
    private int _filled;
    private long _bufferStart;
    private long _limit;
    private int _depth;
    private long _messages;
    private int _field;
    private WireType _type;

    /// <param name="stream">The stream, from its position to its end.</param>
    /// <param name="file">The file's path, for errors.</param>
    internal WireReader(Stream stream, string file)
    {
        _stream = stream;
        File = file;
        _bufferStart = stream.Position;
        _limit = stream.Length;
    }

    /// <summary>The file's path.</summary>
    internal string File { get; }

    /// <summary>Bytes before the next one.</summary>
    internal long Position => _bufferStart + _next;

    /// <summary>Goes to the next field of the message that is being read.</summary>
    /// <param name="field">Its number.</param>
    /// <returns>False at the message's end.</returns>
    internal bool Next(out int field)
    {
        field = 0;
        if (Position >= _limit)
            return false;
        ulong tag = Varint();
        if (tag > uint.MaxValue || tag >> 3 == 0)
            throw Broken("it has a field without a number");
        _type = (WireType)(tag & 7);
        if (_type is not (WireType.Varint or WireType.Fixed64 or WireType.Bytes or WireType.Fixed32))
            throw Broken($"it has a field of the unknown type {(int)_type}");
        _field = field = (int)(tag >> 3);
        return true;
    }

    /// <summary>Begins to read the message that the current field holds; call <see cref="Leave"/> at its end.</summary>
    /// <returns>What to hand to <see cref="Leave"/>.</returns>
    internal long Enter()
    {
        long length = Length();
        if (++_depth > OnnxLimits.Depth)
            throw OnnxErrors.TooLarge(File, $"its messages are nested more than {OnnxLimits.Depth} deep.");
        if (++_messages > OnnxLimits.Messages)
            throw OnnxErrors.TooLarge(File, $"it holds more than {OnnxLimits.Messages:N0} messages.");
        long outer = _limit;
        _limit = Position + length;
        return outer;
    }

    /// <summary>Ends a message whose fields were all read.</summary>
    internal void Leave(long outer)
    {
        _depth--;
        _limit = outer;
    }

    /// <summary>The current field as an integer.</summary>
    internal long Int64()
    {
        Require(WireType.Varint);
        return (long)Varint();
    }

    /// <summary>The current field as a number of 32 bits; others are errors.</summary>
    internal int Int32()
    {
        long value = Int64();
        return value is >= int.MinValue and <= int.MaxValue ? (int)value : throw Broken($"it has the impossible number {value}");
    }

    /// <summary>The current field as a number of single precision.</summary>
    internal float Single()
    {
        Require(WireType.Fixed32);
        Span<byte> bytes = stackalloc byte[sizeof(float)];
        Fill(bytes);
        return BinaryPrimitives.ReadSingleLittleEndian(bytes);
    }

    /// <summary>The current field as text.</summary>
    internal string Text()
    {
        int length = ArrayLength();
        if (length == 0)
            return "";
        if (length > BufferSize)
            return Encoding.UTF8.GetString(Bytes(length));
        Span<byte> bytes = stackalloc byte[Math.Min(length, 256)];
        if (length > bytes.Length)
            bytes = new byte[length];
        Fill(bytes);
        return length <= MostKept ? Kept(bytes) : Encoding.UTF8.GetString(bytes);
    }

    /// <summary>The current field as bytes.</summary>
    internal byte[] Bytes() => Bytes(ArrayLength());

    /// <summary>Adds the numbers of the current field, one or many.</summary>
    internal void AddSingles(List<float> numbers) => AddFixed(numbers, WireType.Fixed32);

    /// <summary>Adds the numbers of the current field, one or many.</summary>
    internal void AddDoubles(List<double> numbers) => AddFixed(numbers, WireType.Fixed64);

    /// <summary>Adds the integers of the current field, one or many.</summary>
    internal void AddInt64(List<long> numbers)
    {
        if (_type == WireType.Varint)
        {
            numbers.Add((long)Varint());
            return;
        }
        long length = Length(),
            outer = _limit;
        _limit = Position + length;
        while (Position < _limit)
            numbers.Add((long)Varint());
        _limit = outer;
    }

    /// <summary>Goes over the current field.</summary>
    internal void Skip()
    {
        switch (_type)
        {
            case WireType.Varint:
                Varint();
                break;
            case WireType.Fixed32:
                SkipBytes(sizeof(uint));
                break;
            case WireType.Fixed64:
                SkipBytes(sizeof(ulong));
                break;
            default:
                SkipBytes(Length());
                break;
        }
    }

    /// <summary>The error of a file whose bytes make no sense here.</summary>
    internal ComputeException Broken(ComputeMessage what) => OnnxErrors.Corrupt(File, $"{what} (at byte {Position:N0}).");

    /// <summary>
    /// Files repeat a few short texts, such as the modes of nodes, up to millions of times: each is one object.
    /// </summary>
    private string Kept(ReadOnlySpan<byte> bytes)
    {
        string text = Encoding.UTF8.GetString(bytes);
        foreach (string known in _kept)
        {
            if (known == text)
                return known;
        }
        if (_kept.Count < MostKept)
            _kept.Add(text);
        return text;
    }

    private void AddFixed<T>(List<T> numbers, WireType single)
        where T : struct
    {
        int size = Marshal.SizeOf<T>();
        long length = _type == single ? size : Length();
        if (length % size != 0)
            throw Broken($"it has a list of numbers whose {length:N0} bytes are no multiple of {size}");
        if (length > _limit - Position)
            throw TooShort();
        long count = numbers.Count + length / size;
        if (count > Array.MaxLength / size)
            throw OnnxErrors.TooLarge(File, $"it holds a list of {count:N0} numbers.");
        int first = numbers.Count;
        CollectionsMarshal.SetCount(numbers, (int)count);
        Fill(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(numbers)[first..]));
    }

    private byte[] Bytes(int length)
    {
        byte[] bytes = GC.AllocateUninitializedArray<byte>(length);
        Fill(bytes);
        return bytes;
    }

    private int ArrayLength()
    {
        long length = Length();
        return length <= Array.MaxLength ? (int)length : throw OnnxErrors.TooLarge(File, $"it holds an array of {length:N0} bytes.");
    }

    /// <summary>The length of the current field, which what is left of its message holds.</summary>
    private long Length()
    {
        Require(WireType.Bytes);
        ulong length = Varint();
        if (length > (ulong)(_limit - Position))
            throw Broken($"it has a field {_field} of {length:N0} bytes where {_limit - Position:N0} are left");
        return (long)length;
    }

    private void Require(WireType type)
    {
        if (_type != type)
            throw Broken($"its field {_field} is of another type than in a model");
    }

    private ulong Varint()
    {
        ulong value = 0;
        for (int i = 0; i < MostVarintBytes; i++)
        {
            byte next = Byte();
            if (i == MostVarintBytes - 1 && next > 1)
                break;
            value |= (ulong)(next & 0x7f) << (7 * i);
            if (next < 0x80)
                return value;
        }
        throw Broken("it has a number of more than 64 bits");
    }

    private byte Byte()
    {
        if (Position >= _limit)
            throw TooShort();
        if (_next == _filled)
            Refill();
        return _buffer[_next++];
    }

    private void Fill(Span<byte> target)
    {
        if (target.Length > _limit - Position)
            throw TooShort();
        while (!target.IsEmpty)
        {
            if (_next == _filled && target.Length >= BufferSize)
            {
                // Large arrays are read where they belong.
                int read = _stream.Read(target);
                if (read == 0)
                    throw TooShort();
                _bufferStart += _filled + read;
                _next = _filled = 0;
                target = target[read..];
                continue;
            }
            if (_next == _filled)
                Refill();
            int part = Math.Min(target.Length, _filled - _next);
            _buffer.AsSpan(_next, part).CopyTo(target);
            _next += part;
            target = target[part..];
        }
    }

    private void SkipBytes(long count)
    {
        if (count > _limit - Position)
            throw TooShort();
        if (count <= _filled - _next)
        {
            _next += (int)count;
            return;
        }
        _bufferStart = Position + count;
        _stream.Position = _bufferStart;
        _next = _filled = 0;
    }

    private void Refill()
    {
        _bufferStart += _filled;
        _next = 0;
        _filled = _stream.Read(_buffer);
        if (_filled == 0)
            throw TooShort();
    }

    private ComputeException TooShort() => Broken("it ends too early");
}
