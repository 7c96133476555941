using System.Text.RegularExpressions;

namespace PSModelPruning.Compute.Data;

/// <summary>
/// The binary batches of CIFAR-10. Batches that are named test make up the test partition; batches.meta.txt beside them names the classes.
/// </summary>
internal sealed partial class Cifar10Format : ImageFormat
{
    /// <summary>Records whose labels are looked at.</summary>
    private const int Probed = 4;

    public override string Name => "Cifar10";

    public override string Description => "CIFAR-10 binary batches; a folder or batch files";

    /// <summary>Batches have no mark: they are whole records whose first bytes are labels.</summary>
    public override bool Recognizes(DataItem item)
    {
        byte[] beginning = item.Beginning(CifarImageSource.RecordBytes * Probed + 1);
        if (
            beginning.Length == 0
            || beginning.Length < CifarImageSource.RecordBytes * Probed && beginning.Length % CifarImageSource.RecordBytes != 0
        )
            return false;
        // Text is never binary pixels: a table whose length happens to fit has no byte below 10 at the places of labels.
        for (int at = 0; at < Math.Min(beginning.Length, Probed * CifarImageSource.RecordBytes); at += CifarImageSource.RecordBytes)
        {
            if (beginning[at] >= CifarImageSource.ClassCount)
                return false;
        }
        return true;
    }

    private protected override bool IsNamedSo(DataItem item) => UsualName().IsMatch(item.Name);

    private protected override ComputeException Malformed(DataItem item) => DataErrors.NotCifarRecords(item.Path);

    private protected override IReadOnlyList<ImageFile> Find(
        IReadOnlyList<DataItem> items,
        IEnumerable<DataItem> neighbors,
        bool areTest
    ) =>
        [
            .. items.Select(item => new ImageFile(
                item.Path,
                () => new CifarImageSource(item),
                areTest || items.Count > 1 && IsTestName(item)
            )),
        ];

    /// <summary>The class names of batches.meta.txt; null without such a file.</summary>
    private protected override IReadOnlyList<string>? ClassNames(DataSource source)
    {
        if (source.Neighbors.FirstOrDefault(item => item.Name == "batches.meta.txt") is not { } meta)
            return null;
        using var reader = new StreamReader(meta.Open());
        string[] names = [.. reader.ReadToEnd().Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0)];
        return names.Length == CifarImageSource.ClassCount ? names : null;
    }

    [GeneratedRegex(@"^(data|test)_batch.*\.bin(\.gz)?$", RegexOptions.IgnoreCase)]
    private static partial Regex UsualName();
}
