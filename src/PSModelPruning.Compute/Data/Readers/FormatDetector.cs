namespace PSModelPruning.Compute.Data;

/// <summary>Finds out a file's format from its content; its name is not looked at.</summary>
internal static class FormatDetector
{
    /// <summary>The format of a file, or of the files in a folder: a name of <see cref="FormatCatalog"/>.</summary>
    /// <exception cref="ComputeException"><c>DataFileNotFound</c>, <c>NoDataFiles</c>.</exception>
    internal static string Detect(string path)
    {
        if (Directory.Exists(path))
        {
            foreach (string file in Directory.GetFiles(path).Order(StringComparer.Ordinal))
            {
                if (Binary(file) is { } format)
                    return format;
            }
            ImageFiles.CheckNamed(path);
            throw DataErrors.NoImages(path);
        }
        if (!File.Exists(path))
            throw DataErrors.FileNotFound(path);
        return Binary(path) ?? FormatCatalog.Csv;
    }

    private static string? Binary(string file) =>
        ImageFiles.HasIdxMagic(file) ? FormatCatalog.Idx
        : ImageFiles.LooksLikeCifar(file) ? FormatCatalog.Cifar10
        : null;
}
