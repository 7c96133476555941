namespace PSModelPruning.Compute.Data;

/// <summary>Opens image files for prediction: their images one after another, in all files in turn.</summary>
internal static class ImageRows
{
    /// <summary>The image files at a path; labels are found but not needed. Null where the path is a table.</summary>
    /// <param name="path">A file or folder.</param>
    /// <exception cref="ComputeException"><c>DataFileNotFound</c>, <c>NoDataFiles</c>.</exception>
    internal static IReadOnlyList<ImageFile>? Find(string path) =>
        FormatDetector.Detect(path) switch
        {
            FormatCatalog.Idx => ImageFiles.Idx([path], false),
            FormatCatalog.Cifar10 => ImageFiles.Cifar([path], false),
            _ => null,
        };

    /// <summary>Prepares every image in turn. The same array is given again and again.</summary>
    /// <param name="files">Files that <see cref="Find"/> found.</param>
    /// <param name="preparer">Is bound to the pixels of each file.</param>
    internal static IEnumerable<float[]> Prepare(IReadOnlyList<ImageFile> files, RowPreparer preparer)
    {
        var inputs = new float[preparer.Width];
        foreach (ImageFile file in files)
        {
            using ImageSource source = file.Open();
            preparer.Bind(ImageSource.PixelNames(source.Shape));
            var pixels = new byte[source.Size];
            while (source.Read(pixels, out _))
            {
                preparer.Prepare(pixels, inputs);
                yield return inputs;
            }
        }
    }
}
