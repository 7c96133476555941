namespace PSModelPruning.Compute.Data;

/// <summary>
/// The content of a file in an archive, which must have the length and the checksum that the archive says: other content is damaged, or
/// was made to pass limits. For reading only; owns the stream and the archive.
/// </summary>
/// <param name="stream">The content.</param>
/// <param name="archive">The archive.</param>
/// <param name="length">The bytes that the archive says.</param>
/// <param name="checksum">The checksum that the archive says; null where it says none.</param>
internal sealed class EntryStream(Stream stream, IDisposable archive, long length, uint? checksum) : ForwardStream
{
    private readonly Crc32 _actual = new();
    private long _left = length;

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
