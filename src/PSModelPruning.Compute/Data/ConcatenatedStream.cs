namespace PSModelPruning.Compute.Data;

/// <summary>Gives the bytes of one stream and then those of another. For reading only; owns both.</summary>
internal sealed class ConcatenatedStream(Stream first, Stream second) : ForwardStream
{
    private bool _inSecond;

    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty)
            return 0;
        int read = _inSecond ? 0 : first.Read(buffer);
        if (read > 0)
            return read;
        _inSecond = true;
        return second.Read(buffer);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            first.Dispose();
            second.Dispose();
        }
        base.Dispose(disposing);
    }
}
