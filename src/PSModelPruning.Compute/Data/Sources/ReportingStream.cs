namespace PSModelPruning.Compute.Data;

/// <summary>
/// Reads another stream and turns a failing disk, share or drive into <c>DataFileUnreadable</c>. Damaged content stays an
/// <see cref="InvalidDataException"/>, which readers explain in their own words. For reading only; owns the stream.
/// </summary>
internal sealed class ReportingStream(Stream stream, string path) : ForwardStream
{
    /// <exception cref="ComputeException"><c>DataFileUnreadable</c>.</exception>
    public override int Read(Span<byte> buffer)
    {
        try
        {
            return stream.Read(buffer);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw DataErrors.Unreadable(path, e);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            stream.Dispose();
        base.Dispose(disposing);
    }
}
