namespace PSModelPruning.Compute.Data;

/// <summary>
/// The content of a file in an archive, which must have the length and the checksum that the archive says: other content is damaged, or
/// was made to pass limits. For reading only; owns the stream and the archive.
/// </summary>
/// <param name="stream">The content.</param>
/// <param name="archive">The archive.</param>
/// <param name="length">The bytes that the archive says.</param>
/// <param name="checksum">The checksum that the archive says; null where it says none.</param>
internal sealed class EntryStream(Stream stream, IDisposable archive, long length, uint? checksum) : Stream
{
    private readonly Crc32 _actual = new();
    private long _left = length;

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

    /// <exception cref="InvalidDataException">The content is damaged, or not as long as the archive says.</exception>
    public override int Read(Span<byte> buffer)
    {
        int read = stream.Read(buffer);
        _left -= read;
        if (checksum is not null)
            _actual.Add(buffer[..read]);
        bool isEnd = read == 0 && buffer.Length > 0;
        if (_left < 0 || isEnd && (_left > 0 || checksum is { } told && told != _actual.Value))
            throw new InvalidDataException("The content is not what its archive says.");
        return read;
    }

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            stream.Dispose();
            archive.Dispose();
        }
        base.Dispose(disposing);
    }
}
