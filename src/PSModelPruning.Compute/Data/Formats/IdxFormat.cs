using System.Text.RegularExpressions;

namespace PSModelPruning.Compute.Data;

/// <summary>
/// IDX as LeCun's MNIST defines it. A file of images goes with the file of labels that has the same parts in its name:
/// train-images-idx3-ubyte with train-labels-idx1-ubyte.
/// </summary>
internal sealed partial class IdxFormat : ImageFormat
{
    public override string Name => "Idx";

    public override string Description => "IDX images and labels as MNIST has them, plain or .gz; a folder or the image file";

    public override bool Recognizes(DataItem item) => IdxFile.IsMagic(item.Beginning(4));

    private protected override bool IsNamedSo(DataItem item) => UsualName().IsMatch(item.Name);

    private protected override ComputeException Malformed(DataItem item) => DataErrors.NotIdx(item.Path);

    private protected override IReadOnlyList<ImageFile> Find(IReadOnlyList<DataItem> items, IEnumerable<DataItem> neighbors, bool areTest)
    {
        var images = new List<DataItem>();
        var labels = new List<DataItem>();
        foreach (DataItem item in items)
        {
            using IdxFile idx = IdxFile.Open(item);
            (idx.IsLabels ? labels : images).Add(item);
        }
        if (images.Count == 0)
            throw DataErrors.LabelsWithoutImages(labels[0].Path);
        bool isOnePair = images.Count == 1 && labels.Count == 1;
        return
        [
            .. images.Select(image =>
            {
                DataItem? label = isOnePair
                    ? labels[0]
                    : labels.FirstOrDefault(other => Key(other) == Key(image)) ?? LabelsBeside(image, neighbors);
                return new ImageFile(image.Path, () => IdxImageSource.Open(image, label), areTest || images.Count > 1 && IsTestName(image));
            }),
        ];
    }

    private DataItem? LabelsBeside(DataItem image, IEnumerable<DataItem> neighbors) =>
        neighbors.FirstOrDefault(item =>
            item.Path != image.Path
            && Path.GetDirectoryName(item.Path) == Path.GetDirectoryName(image.Path)
            && Key(item) == Key(image)
            && item.Name.Contains("label", StringComparison.OrdinalIgnoreCase)
            && Recognizes(item)
        );

    /// <summary>What is left of a name without the words that tell images from labels.</summary>
    private static string Key(DataItem item) => NameWords().Replace(item.Name.ToLowerInvariant(), "");

    [GeneratedRegex(@"(images|labels)[-.]idx\d-ubyte(\.gz)?$", RegexOptions.IgnoreCase)]
    private static partial Regex UsualName();

    [GeneratedRegex(@"images?|labels?|idx\d|ubyte|\.gz|[-._]")]
    private static partial Regex NameWords();
}
