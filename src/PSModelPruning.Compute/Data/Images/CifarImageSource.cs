namespace PSModelPruning.Compute.Data;

/// <summary>
/// A batch of CIFAR-10 in its binary layout (Krizhevsky, 2009): records of one label byte and 3072 pixel bytes, the red, green and blue
/// planes of 32 × 32.
/// </summary>
internal sealed class CifarImageSource : ImageSource
{
    internal const int RecordBytes = 1 + 3 * 32 * 32;
    internal const int ClassCount = 10;
    private readonly Stream _stream;
    private readonly byte[] _record = new byte[RecordBytes];
    private int _read;

    internal CifarImageSource(DataItem item)
        : base(item) => _stream = item.Open();

    internal override IReadOnlyList<int> Shape { get; } = [3, 32, 32];

    internal override bool HasLabels => true;

    internal override bool Read(Span<byte> pixels, out int label)
    {
        label = -1;
        if (!FillExactly(_stream, _record, FilePath))
            return _read > 0 ? false : throw DataErrors.Empty(FilePath);
        _read++;
        label = _record[0];
        if (label >= ClassCount)
            throw DataErrors.NotCifar(FilePath, _read, label);
        _record.AsSpan(1).CopyTo(pixels);
        return true;
    }

    public override void Dispose() => _stream.Dispose();
}
