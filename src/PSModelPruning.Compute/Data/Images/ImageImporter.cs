using System.Globalization;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Data;

/// <summary>Makes a data set of image files. Every pixel is a feature; by default bytes 0 … 255 become numbers 0 … 1.</summary>
internal static class ImageImporter
{
    internal const string TargetName = "label";

    /// <param name="files">Images with labels, all of one shape.</param>
    /// <param name="classNames">Names by label; null for the numbers.</param>
    /// <param name="options">How.</param>
    /// <param name="defaultName">The data set's name where the options give none.</param>
    /// <param name="path">Where the images come from.</param>
    /// <param name="monitor">Told what is done.</param>
    internal static Dataset Import(
        IReadOnlyList<ImageFile> files,
        IReadOnlyList<string>? classNames,
        ImportOptions options,
        string defaultName,
        string path,
        IWorkMonitor monitor
    )
    {
        (double testFraction, double validationFraction) = Partitioner.Fractions(options, files.Any(file => file.IsTest));
        if (options.Target is { } target && !target.Equals(TargetName, StringComparison.OrdinalIgnoreCase))
            throw DataErrors.ColumnNotFound(Option.Target, target, [TargetName]);
        if (options.Task == LearningTask.Regression)
            throw DataErrors.ImagesAreClassified();
        ImageStore store = ImageStore.Read(files, monitor);
        monitor.Verbose(
            $"Read {store.Count.ToString("N0", CultureInfo.InvariantCulture)} images of {string.Join(" × ", store.Shape)} (channels, "
                + $"height, width)."
        );
        if (store.Count - store.TestCount < 2)
            throw DataErrors.TooFewRows(files[0].Path, store.Count - store.TestCount);
        TargetFit fit = FitLabels(store, classNames);
        var plan = new RowPlan(store.Count);
        if (options.Duplicates.Equals(DuplicateCatalog.Drop, StringComparison.OrdinalIgnoreCase))
            monitor.Verbose($"{store.DropDuplicates(plan)} duplicate images were left out.");
        Partitioner.Divide(plan, fit, store.TestCount, testFraction, validationFraction, options.Seed);
        Partitioner.Sample(plan, fit, options.SampleFraction, options.Seed + 1);
        Partitioner.Balance(plan, fit, options.Balance, options.Seed + 2);

        IReadOnlyList<(double Offset, double Divisor)> scales = Scales(store, plan, options);
        var preprocessing = new Preprocessing
        {
            Features = Pixels(store, scales, options.Scale),
            Target = fit.Column,
            InputShape = store.Shape,
        };
        (ByteStore inputs, float[] targets) = store.Prepared(plan, fit, scales);
        int training = plan.Count(RowFate.Training) + plan.Repeated.Count;
        int validation = plan.Count(RowFate.Validation);
        int test = plan.Count(RowFate.Test);
        monitor.Verbose($"Partitions: {training} training, {validation} validation and {test} test rows.");
        return new Dataset(
            options.Name ?? defaultName,
            fit.Task,
            preprocessing,
            [.. Channels(preprocessing), fit.Column],
            fit.Classes,
            inputs,
            targets,
            training,
            validation,
            test
        )
        {
            Source = path,
            Seed = options.Seed,
            Copies = RowCopies.Of(plan),
            Origins = RowOrigins.Of(plan.Sources(), store.Files),
        };
    }

    private static TargetFit FitLabels(ImageStore store, IReadOnlyList<string>? names)
    {
        int trainable = store.Count - store.TestCount;
        int[] known = [.. store.Labels.Take(trainable).Distinct().Order()];
        IReadOnlyList<string> classes =
        [
            .. known.Select(label =>
                names is not null && label < names.Count ? names[label] : label.ToString(CultureInfo.InvariantCulture)
            ),
        ];
        if (known.Length < 2)
            throw DataErrors.TargetConstant(TargetName, classes[0]);
        var values = new float[store.Count];
        for (int row = 0; row < values.Length; row++)
        {
            int position = Array.BinarySearch(known, store.Labels[row]);
            values[row] =
                position >= 0
                    ? position
                    : throw DataErrors.TestClassUnknown(TargetName, store.Labels[row].ToString(CultureInfo.InvariantCulture), classes);
        }
        return new TargetFit(
            LearningTask.Classification,
            classes,
            values,
            new DatasetColumn
            {
                Name = TargetName,
                Role = ColumnRole.Target,
                Kind = ColumnKind.Category,
                Categories = classes,
                Preparation = $"classification target with {classes.Count} classes",
            }
        );
    }

    /// <summary>Offset and divisor a channel; those that need statistics take them from all training pixels of the channel.</summary>
    private static IReadOnlyList<(double Offset, double Divisor)> Scales(ImageStore store, RowPlan plan, ImportOptions options)
    {
        ScaleMethod method = ScaleCatalog.Find(options.Scale ?? "MinMax");
        if (method.FitBytes is { } known)
            return [.. Enumerable.Repeat(known, store.Shape[0])];
        return
        [
            .. store
                .Histograms(plan)
                .Select(histogram =>
                {
                    (double offset, double divisor) = method.Fit(histogram);
                    return (offset, divisor > 0 ? divisor : 1);
                }),
        ];
    }

    /// <summary>The pixels as they are told of: a column a channel, which holds all its pixels.</summary>
    private static IEnumerable<DatasetColumn> Channels(Preprocessing preprocessing)
    {
        int plane = preprocessing.Features.Count / preprocessing.InputShape[0];
        foreach (DatasetColumn[] pixels in preprocessing.Features.Chunk(plane))
            yield return pixels[0] with
            {
                Name = $"{pixels[0].Name} … {pixels[^1].Name}",
                InputCount = plane,
            };
    }

    private static DatasetColumn[] Pixels(ImageStore store, IReadOnlyList<(double Offset, double Divisor)> scales, string? scale)
    {
        string[] names = ImageSource.PixelNames(store.Shape);
        int plane = store.Shape[1] * store.Shape[2];
        string[] words =
        [
            .. scales.Select(channel =>
            {
                var preparation = new PreparationWords(ColumnKind.Number, []);
                preparation.Scaled(scale ?? "MinMax", channel.Offset, channel.Divisor, isConstant: false);
                return preparation.ToString();
            }),
        ];
        return
        [
            .. names.Select(
                (name, i) =>
                    new DatasetColumn
                    {
                        Name = name,
                        Kind = ColumnKind.Number,
                        MissingReplacement = "0",
                        Offset = scales[i / plane].Offset,
                        Divisor = scales[i / plane].Divisor,
                        FirstInput = i,
                        InputCount = 1,
                        Preparation = words[i / plane],
                    }
            ),
        ];
    }
}
