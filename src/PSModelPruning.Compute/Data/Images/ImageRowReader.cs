using System.Globalization;

namespace PSModelPruning.Compute.Data;

/// <summary>Reads the images of a file for prediction.</summary>
/// <param name="images">The images; owned.</param>
/// <param name="classNames">The names of the labels; null where a label's name is its number.</param>
internal sealed class ImageRowReader(ImageSource images, IReadOnlyList<string>? classNames) : RowReader(images.FileName)
{
    private readonly byte[] _pixels = new byte[images.Size];
    private int _label = -1;

    internal override IReadOnlyList<string> Names { get; } = ImageSource.PixelNames(images.Shape);

    internal override bool HasNames => true;

    internal override bool Read() => images.Read(_pixels, out _label);

    internal override void Prepare(RowPreparer preparer, Span<float> inputs) => preparer.Prepare(_pixels, inputs);

    internal override string? Label(string target) =>
        _label < 0 ? null
        : classNames is null ? _label.ToString(CultureInfo.InvariantCulture)
        : classNames[_label];

    public override void Dispose() => images.Dispose();
}
