using System.IO.Compression;

namespace PSModelPruning.Compute.Data;

/// <summary>
/// Uncompresses gzip and notices when the file ends too early, which the framework passes over in silence before .NET 9. A small gzip
/// member of known content is put behind the file: whole files then end with that content, which is held back; cut ones end without it, or
/// with damaged data.
/// </summary>
internal sealed class CheckedGzipStream : ForwardStream
{
    private static readonly byte[] Seal = [0x50, 0x53, 0x4d, 0x50, 0x9c, 0x1e, 0x77, 0x03, 0xd5, 0x61, 0xaa, 0x0f, 0xe8, 0x42, 0x3b, 0x90];
    private readonly GZipStream _gzip;
    private readonly byte[] _held = new byte[64 << 10];
    private int _start;
    private int _end;
    private readonly CountingStream _compressed;
    private readonly string _path;
    private bool _ended;
    private long _given;

    /// <param name="compressed">The file; owned.</param>
    /// <param name="path">Named in errors.</param>
    internal CheckedGzipStream(Stream compressed, string path)
    {
        _path = path;
        _compressed = new CountingStream(compressed);
        _gzip = new GZipStream(new ConcatenatedStream(_compressed, new MemoryStream(SealedMember())), CompressionMode.Decompress);
    }

    /// <exception cref="InvalidDataException">The file is damaged or cut.</exception>
    /// <exception cref="ComputeException"><c>DataFileTooLarge</c>: it expands further than data does.</exception>
    public override int Read(Span<byte> buffer)
    {
        while (!_ended && _end - _start <= Seal.Length)
            Fill();
        int available = _end - _start - (_ended ? 0 : Seal.Length);
        int count = Math.Min(available, buffer.Length);
        _held.AsSpan(_start, count).CopyTo(buffer);
        _start += count;
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _gzip.Dispose();
        base.Dispose(disposing);
    }

    private void Fill()
    {
        _held.AsSpan(_start, _end - _start).CopyTo(_held);
        _end -= _start;
        _start = 0;
        int read = _gzip.Read(_held.AsSpan(_end));
        _end += read;
        _given += read;
        if (SourceLimits.IsBomb(_given, _compressed.Count))
            throw DataErrors.ExpandsTooFar(_path);
        if (read > 0)
            return;
        _ended = true;
        if (!_held.AsSpan(0, _end).EndsWith(Seal))
            throw new InvalidDataException("The compressed data ends before its content does.");
        _end -= Seal.Length;
    }

    private static byte[] SealedMember()
    {
        using var member = new MemoryStream();
        using (var gzip = new GZipStream(member, CompressionLevel.NoCompression))
            gzip.Write(Seal);
        return member.ToArray();
    }
}
