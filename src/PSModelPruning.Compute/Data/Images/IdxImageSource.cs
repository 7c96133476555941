namespace PSModelPruning.Compute.Data;

/// <summary>Images of an IDX file, with the labels of another where there is one.</summary>
internal sealed class IdxImageSource : ImageSource
{
    private readonly IdxFile _images;
    private readonly IdxFile? _labels;
    private readonly byte[] _label = new byte[1];
    private int _read;

    private IdxImageSource(DataItem item, IdxFile images, IdxFile? labels)
        : base(item)
    {
        _images = images;
        _labels = labels;
        IReadOnlyList<int> sizes = images.Dimensions;
        Shape = sizes.Count switch
        {
            2 => [1, 1, sizes[1]],
            3 => [1, sizes[1], sizes[2]],
            _ => [sizes[1], sizes[2], sizes[3]],
        };
    }

    internal override IReadOnlyList<int> Shape { get; }

    internal override bool HasLabels => _labels is not null;

    /// <exception cref="ComputeException"><c>LabelCountMismatch</c>, and those of <see cref="IdxFile.Open"/>.</exception>
    internal static IdxImageSource Open(DataItem imageItem, DataItem? labelItem)
    {
        IdxFile images = IdxFile.Open(imageItem);
        IdxFile? labels = null;
        try
        {
            labels = labelItem is null ? null : IdxFile.Open(labelItem);
            if (images.IsLabels)
                throw DataErrors.LabelsWithoutImages(imageItem.Path);
            if (labels is not null && (!labels.IsLabels || labels.Dimensions[0] != images.Dimensions[0]))
                throw DataErrors.LabelCount(imageItem.Path, images.Dimensions[0], labelItem!.Path, labels.Dimensions[0]);
            return new IdxImageSource(imageItem, images, labels);
        }
        catch
        {
            images.Dispose();
            labels?.Dispose();
            throw;
        }
    }

    internal override bool Read(Span<byte> pixels, out int label)
    {
        label = -1;
        if (_read == _images.Dimensions[0])
            return false;
        if (!FillExactly(_images.Stream, pixels, FilePath))
            throw DataErrors.Truncated(FilePath);
        if (_labels is not null)
        {
            if (!FillExactly(_labels.Stream, _label, _labels.FilePath))
                throw DataErrors.Truncated(_labels.FilePath);
            label = _label[0];
        }
        _read++;
        return true;
    }

    public override void Dispose()
    {
        _images.Dispose();
        _labels?.Dispose();
    }
}
