using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Data;

/// <summary>Finds the format of files, folders and archives by asking every format of the catalog.</summary>
internal static class FormatDetector
{
    /// <summary>A source of data and its format.</summary>
    internal readonly record struct Detected(IDataFormat Format, DataSource Source);

    /// <summary>The format at a path, and the source that it is read from: the file itself, or what the archive holds.</summary>
    /// <param name="path">A file, folder or archive.</param>
    /// <param name="told">The format that the caller named; null to detect it.</param>
    /// <exception cref="ComputeException"><c>DataFileNotFound</c>, <c>DataFileUnreadable</c>, <c>NoDataFiles</c>, <c>FormatsMixed</c>, and
    /// those of archives.</exception>
    internal static Detected Detect(string path, IDataFormat? told = null)
    {
        DataSource source = DataSource.At(path);
        if (!source.IsContainer)
        {
            DataItem file = source.Items[0];
            IDataFormat? format = told ?? DataFormatCatalog.All.FirstOrDefault(format => format.Recognizes(file));
            if (format is null && UnreadFormats.Find(file) is { } error)
                throw error;
            if (format?.Recognizes(file) != true && Archives.TryOpen(file) is { } archive)
                source = archive;
            else
                return new Detected(format ?? DataFormatCatalog.All[0], source);
        }
        if (told is not null)
            return new Detected(told, source);
        List<(IDataFormat Format, DataItem First)> claims = [];
        foreach (IDataFormat format in DataFormatCatalog.All)
        {
            // What has a mark is not taken for what has none: IDX images with black edges look like batches of CIFAR-10 too.
            DataItem? first = format
                .Select(source)
                .FirstOrDefault(item => !claims.Exists(claim => !claim.Format.IsTable && claim.Format.Recognizes(item)));
            if (first is not null)
                claims.Add((format, first));
        }
        // Tables beside images describe them.
        (IDataFormat Format, DataItem First)[] claimants = claims.Exists(claim => !claim.Format.IsTable)
            ? [.. claims.Where(claim => !claim.Format.IsTable)]
            : [.. claims];
        return claimants switch
        {
            [] => throw DataErrors.NoData(path),
            [var only] => new Detected(only.Format, source),
            [var one, var other, ..] => throw DataErrors.MixedFormats(one.First.Path, one.Format.Name, other.First.Path, other.Format.Name),
        };
    }

    /// <summary>The one format of several paths.</summary>
    /// <exception cref="ComputeException"><c>FormatsMixed</c>, and those of detecting one path.</exception>
    internal static (IDataFormat Format, DataInput Input) Detect(
        IReadOnlyList<string> paths,
        IReadOnlyList<string> testPaths,
        IDataFormat? told,
        IWorkMonitor monitor
    )
    {
        Detected[] found = [.. paths.Concat(testPaths).Select(path => Detect(path, told))];
        IDataFormat format = found[0].Format;
        foreach (Detected other in found)
        {
            if (other.Format != format)
                throw DataErrors.MixedFormats(found[0].Source.Path, format.Name, other.Source.Path, other.Format.Name);
        }
        if (told is null)
            monitor.Verbose($"The format is {format.Name}: {format.Description}.");
        DataSource[] sources = [.. found.Select(one => one.Source)];
        return (format, new DataInput(sources[..paths.Count], sources[paths.Count..]));
    }
}
