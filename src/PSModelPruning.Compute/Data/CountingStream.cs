namespace PSModelPruning.Compute.Data;

/// <summary>Counts the bytes that are read of another stream. For reading only; owns it.</summary>
internal sealed class CountingStream(Stream stream) : ForwardStream
{
    /// <summary>Bytes that were read.</summary>
    internal long Count { get; private set; }

    public override int Read(Span<byte> buffer)
    {
        int read = stream.Read(buffer);
        Count += read;
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            stream.Dispose();
        base.Dispose(disposing);
    }
}
