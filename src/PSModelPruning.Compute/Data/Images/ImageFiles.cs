using System.Text.RegularExpressions;

namespace PSModelPruning.Compute.Data;

/// <summary>One file of images, opened when it is read.</summary>
/// <param name="Path">The file.</param>
/// <param name="Open">Opens it.</param>
/// <param name="IsTest">Whether its images make up the test partition.</param>
internal sealed record ImageFile(string Path, Func<ImageSource> Open, bool IsTest);

/// <summary>Finds the image files of a data set, and what belongs to them, by their names.</summary>
internal static partial class ImageFiles
{
    /// <summary>
    /// IDX files: every images file with the labels file of the same name parts (train-images-idx3-ubyte, train-labels-idx1-ubyte).
    /// </summary>
    /// <param name="paths">Files or folders.</param>
    /// <param name="areTest">Whether all of them are test files; otherwise those named t10k or test are.</param>
    internal static IReadOnlyList<ImageFile> Idx(IReadOnlyList<string> paths, bool areTest)
    {
        string[] files = [.. paths.SelectMany(path => Inside(path, HasIdxMagic))];
        var images = new List<string>();
        var labels = new List<string>();
        foreach (string file in files)
        {
            using IdxFile idx = IdxFile.Open(file);
            (idx.IsLabels ? labels : images).Add(file);
        }
        if (images.Count == 0)
            throw labels.Count > 0 ? DataErrors.LabelsWithoutImages(labels[0]) : DataErrors.NoImages(paths[0]);
        bool isOnePair = images.Count == 1 && labels.Count == 1;
        return
        [
            .. images.Select(image =>
            {
                string? label = isOnePair ? labels[0] : labels.FirstOrDefault(other => Key(other) == Key(image)) ?? LabelsBeside(image);
                return new ImageFile(image, () => IdxImageSource.Open(image, label), areTest || images.Count > 1 && IsTestName(image));
            }),
        ];
    }

    /// <summary>CIFAR-10 batches: those named test make up the test partition.</summary>
    internal static IReadOnlyList<ImageFile> Cifar(IReadOnlyList<string> paths, bool areTest)
    {
        string[] files = [.. paths.SelectMany(path => Inside(path, LooksLikeCifar))];
        if (files.Length == 0)
            throw DataErrors.NoImages(paths[0]);
        return
        [
            .. files.Select(file => new ImageFile(file, () => new CifarImageSource(file), areTest || files.Length > 1 && IsTestName(file))),
        ];
    }

    /// <summary>The class names of CIFAR-10 from batches.meta.txt beside a batch; the numbers without such a file.</summary>
    internal static IReadOnlyList<string>? CifarClasses(string path)
    {
        string folder = Directory.Exists(path) ? path : System.IO.Path.GetDirectoryName(path) ?? "";
        string meta = System.IO.Path.Combine(folder, "batches.meta.txt");
        if (!File.Exists(meta))
            return null;
        string[] names = [.. File.ReadLines(meta).Select(line => line.Trim()).Where(line => line.Length > 0)];
        return names.Length == CifarImageSource.ClassCount ? names : null;
    }

    internal static bool HasIdxMagic(string file) => IdxFile.IsMagic(DataFile.Beginning(file, 4));

    /// <summary>Batches are told by their content: whole records whose first bytes are labels.</summary>
    internal static bool LooksLikeCifar(string file)
    {
        const int probed = 4;
        byte[] beginning = DataFile.Beginning(file, CifarImageSource.RecordBytes * probed + 1);
        if (
            beginning.Length == 0
            || beginning.Length < CifarImageSource.RecordBytes * probed && beginning.Length % CifarImageSource.RecordBytes != 0
        )
            return false;
        // Text is never binary pixels: a table whose length happens to fit has no zero byte at a label's place.
        for (
            int record = 0;
            record * CifarImageSource.RecordBytes < Math.Min(beginning.Length, probed * CifarImageSource.RecordBytes);
            record++
        )
        {
            if (beginning[record * CifarImageSource.RecordBytes] >= CifarImageSource.ClassCount)
                return false;
        }
        return true;
    }

    private static IEnumerable<string> Inside(string path, Func<string, bool> isWanted)
    {
        if (!Directory.Exists(path))
            return [path];
        CheckNamed(path);
        return Directory.GetFiles(path).Where(isWanted).Order(StringComparer.Ordinal);
    }

    /// <summary>
    /// A file in a folder that is named like image data but holds none is damaged; passing over it would lose rows in silence.
    /// </summary>
    /// <exception cref="ComputeException"><c>DataFileEmpty</c>, <c>DataFileMalformed</c>, <c>DataFileTruncated</c>.</exception>
    internal static void CheckNamed(string folder)
    {
        foreach (string file in Directory.GetFiles(folder).Order(StringComparer.Ordinal))
        {
            string name = System.IO.Path.GetFileName(file);
            bool isIdx = IdxName().IsMatch(name);
            if (!(isIdx ? !HasIdxMagic(file) : CifarName().IsMatch(name) && !LooksLikeCifar(file)))
                continue;
            if (DataFile.Beginning(file, 1).Length == 0)
                throw new FileInfo(file).Length == 0 ? DataErrors.ImagesEmpty(file) : DataErrors.Truncated(file);
            throw isIdx ? DataErrors.NotIdx(file) : DataErrors.NotCifarRecords(file);
        }
    }

    private static string? LabelsBeside(string image)
    {
        string folder = System.IO.Path.GetDirectoryName(image) ?? "";
        return Directory
            .GetFiles(folder)
            .Order(StringComparer.Ordinal)
            .FirstOrDefault(file =>
                file != image
                && Key(file) == Key(image)
                && System.IO.Path.GetFileName(file).Contains("label", StringComparison.OrdinalIgnoreCase)
                && HasIdxMagic(file)
            );
    }

    private static bool IsTestName(string path)
    {
        string name = System.IO.Path.GetFileName(path);
        return name.Contains("t10k", StringComparison.OrdinalIgnoreCase) || name.Contains("test", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>What is left of a name without the words that tell images from labels.</summary>
    private static string Key(string path) => NameWords().Replace(System.IO.Path.GetFileName(path).ToLowerInvariant(), "");

    [GeneratedRegex(@"(images|labels)[-.]idx\d-ubyte(\.gz)?$", RegexOptions.IgnoreCase)]
    private static partial Regex IdxName();

    [GeneratedRegex(@"^(data|test)_batch.*\.bin(\.gz)?$", RegexOptions.IgnoreCase)]
    private static partial Regex CifarName();

    [GeneratedRegex(@"images?|labels?|idx\d|ubyte|\.gz|[-._]")]
    private static partial Regex NameWords();
}
