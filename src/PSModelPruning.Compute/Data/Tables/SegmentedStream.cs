namespace PSModelPruning.Compute.Data;

/// <summary>Gives the bytes of several segments one after another. For reading only.</summary>
internal sealed class SegmentedStream(IReadOnlyList<byte[]> segments, int lastLength) : Stream
{
    private int _segment;
    private int _position;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        while (_segment < segments.Count)
        {
            int length = _segment == segments.Count - 1 ? lastLength : segments[_segment].Length;
            int count = Math.Min(buffer.Length, length - _position);
            segments[_segment].AsSpan(_position, count).CopyTo(buffer);
            _position += count;
            if (count > 0 || buffer.IsEmpty)
                return count;
            _segment++;
            _position = 0;
        }
        return 0;
    }

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
