namespace PSModelPruning.Compute.Data;

/// <summary>Gives the bytes of several segments one after another. For reading only.</summary>
internal sealed class SegmentedStream(IReadOnlyList<byte[]> segments, int lastLength) : ForwardStream
{
    private int _segment;
    private int _position;

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
}
