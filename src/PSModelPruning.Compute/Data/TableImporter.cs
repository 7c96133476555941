using System.Globalization;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Data;

/// <summary>
/// Makes a data set of tables: reads, cleans, divides, fits the preparation to the training partition and applies it to all.
/// </summary>
internal static class TableImporter
{
    /// <param name="sources">The tables, all of the same columns; test tables are marked.</param>
    /// <param name="options">How.</param>
    /// <param name="defaultName">The data set's name where the options give none.</param>
    /// <param name="path">Where the rows come from, for <see cref="Dataset.Source"/>.</param>
    /// <param name="monitor">Told what is done.</param>
    internal static Dataset Import(
        IReadOnlyList<TableSource> sources,
        ImportOptions options,
        string defaultName,
        string? path,
        IWorkMonitor monitor
    )
    {
        options = options with { Kinds = AllKinds(sources[0].Kinds(), options.Kinds) };
        (double testFraction, double validationFraction) = Partitioner.Fractions(options, sources.Any(source => source.IsTest));
        ColumnChoice choice = ColumnChoice.Make(sources[0], options);
        monitor.Verbose(choice.Layout.Describe(sources[0].Name));
        foreach (string note in choice.Layout.Notes)
            monitor.Verbose(note);
        var parser = new TableParser(choice.Request(options), monitor);
        RawTable table = parser.Parse(sources);
        monitor.Verbose($"Read {table.RowCount.ToString("N0", CultureInfo.InvariantCulture)} rows of {table.Columns.Count} columns.");
        if (table.RowCount - table.TestRowCount < 2)
            throw DataErrors.TooFewRows(sources[0].Name, table.RowCount - table.TestRowCount);

        int targetColumn = table.Columns.ToList().FindIndex(column => column.Name == choice.Target);
        var empty = new HashSet<string>(StringComparer.Ordinal);
        int[] featureColumns = Filled(FeatureColumns(table, choice), table, null, options, empty, monitor);
        TargetFit target = TargetFit.Fit(table, targetColumn, options, monitor);
        var split = new RowSplit(testFraction, validationFraction, IndexOf(table, choice.Group), IndexOf(table, choice.Time));
        RowPlan plan = Plan(table, target, targetColumn, featureColumns, options, split, monitor);
        featureColumns = Filled(featureColumns, table, plan, options, empty, monitor);
        (IReadOnlyList<PreparedFeature> features, int width) = FitColumns(table, plan, featureColumns, options, monitor);
        var preprocessing = new Preprocessing
        {
            Features = [.. features.Select(feature => feature.Feature)],
            Target = target.Column,
            InputShape = [width],
            Culture = options.Table.Culture ?? "",
            MissingMarkers = options.Table.AllMissingMarkers,
            NumberMarkers = options.Table.AllNumberMarkers,
            TakesUnreadableAsMissing = options.TakesUnreadableAsMissing,
        };
        WrittenRows rows = new MatrixWriter(table, plan, target, features, options.Table.CultureInfo, options.ChunkNumbers).Write(
            width,
            monitor.Cancellation
        );
        int training = plan.Count(RowFate.Training) + plan.Repeated.Count;
        int validation = plan.Count(RowFate.Validation);
        int test = plan.Count(RowFate.Test);
        monitor.Verbose($"Partitions: {training} training, {validation} validation and {test} test rows.");
        return new Dataset(
            options.Name ?? defaultName,
            target.Task,
            preprocessing,
            Columns(table, features, target, choice, empty),
            target.Classes,
            rows.Inputs,
            rows.Targets,
            training,
            validation,
            test
        )
        {
            Source = path,
            Seed = options.Seed,
            Copies = RowCopies.Of(plan),
            ExactTargets = rows.Exact,
            Origins = RowOrigins.Of(plan.Sources(), parser.Tables),
        };
    }

    /// <summary>What the caller says goes before what the table says.</summary>
    private static IReadOnlyDictionary<string, ColumnKind> AllKinds(
        IReadOnlyDictionary<string, ColumnKind> declared,
        IReadOnlyDictionary<string, ColumnKind> told
    )
    {
        if (declared.Count == 0)
            return told;
        var kinds = new Dictionary<string, ColumnKind>(declared, StringComparer.OrdinalIgnoreCase);
        foreach ((string name, ColumnKind kind) in told)
            kinds[name] = kind;
        return kinds;
    }

    private static int? IndexOf(RawTable table, string? name) =>
        name is null ? null : table.Columns.ToList().FindIndex(column => column.Name == name);

    private static RowPlan Plan(
        RawTable table,
        TargetFit target,
        int targetColumn,
        int[] featureColumns,
        ImportOptions options,
        RowSplit split,
        IWorkMonitor monitor
    )
    {
        var plan = new RowPlan(table.RowCount);
        RowCleaner.DropLeftOut(target, plan);
        if (Is(options.Duplicates, DuplicateCatalog.Drop))
            monitor.Verbose($"{RowCleaner.DropDuplicates(table, plan)} duplicate rows were left out.");
        MissingStrategy missing = MissingCatalog.Find(options.Missing ?? MissingCatalog.Default);
        if (missing.DropsRows)
        {
            int dropped = RowCleaner.DropMissing(table, plan, [.. featureColumns, targetColumn]);
            monitor.Verbose($"{dropped} rows with missing values were left out.");
            if (plan.Fates.All(fate => fate == RowFate.Dropped))
                throw DataErrors.AllRowsDropped();
        }
        if (missing.Forbids)
            RefuseMissing(table, featureColumns);
        split.Divide(table, plan, target, options.Seed, monitor);
        Partitioner.Sample(plan, target, options.SampleFraction, options.Seed + 1);
        if (Is(options.Outlier, OutlierCatalog.Drop))
        {
            int[] numbers =
            [
                .. featureColumns.Where(column =>
                    RawColumns.KindOf(table, column, options.KindOf(table.Columns[column].Name)) == ColumnKind.Number
                ),
            ];
            monitor.Verbose($"{RowCleaner.DropOutliers(table, plan, numbers)} training rows with outliers were left out.");
            if (plan.Count(RowFate.Training) == 0)
                throw DataErrors.PartitionEmpty("training", table.RowCount);
        }
        Partitioner.Balance(plan, target, options.Balance, options.Seed + 2);
        return plan;
    }

    private static (IReadOnlyList<PreparedFeature> Features, int Width) FitColumns(
        RawTable table,
        RowPlan plan,
        int[] featureColumns,
        ImportOptions options,
        IWorkMonitor monitor
    )
    {
        var fitter = new ColumnFitter(table, plan, options);
        var fitted = new DatasetColumn[featureColumns.Length];
        CoreLoop.Run(
            fitted.Length,
            i =>
            {
                int column = featureColumns[i];
                fitted[i] = fitter.Fit(column, RawColumns.KindOf(table, column, options.KindOf(table.Columns[column].Name)));
            },
            monitor.Cancellation
        );
        if (fitter.FarColumns.Count > 0)
            monitor.Warning(
                $"Some values of {FarNames(fitter)} are so far from all others, or from zero, that float32 would lose the differences "
                    + $"between the others. They were clipped; the columns of the data set tell the bounds."
            );
        WarnOfIdentifiers(table, featureColumns, fitted, monitor);
        int width = 0;
        var features = new List<PreparedFeature>(fitted.Length);
        for (int i = 0; i < fitted.Length; i++)
        {
            features.Add(new PreparedFeature(featureColumns[i], fitted[i] with { FirstInput = width }));
            width += fitted[i].InputCount;
        }
        return features.Count == 0 ? throw DataErrors.NoFeatures() : (features, width);
    }

    private static string FarNames(ColumnFitter fitter) =>
        string.Join(", ", fitter.FarColumns.Order(StringComparer.Ordinal).Select(name => $"'{name}'"));

    /// <summary>A column of texts that never repeat says nothing about new rows.</summary>
    private static void WarnOfIdentifiers(RawTable table, int[] columns, DatasetColumn[] fitted, IWorkMonitor monitor)
    {
        for (int i = 0; i < fitted.Length; i++)
        {
            if (
                fitted[i].Encoding == ColumnEncoding.Hash
                && table.Columns[columns[i]].Texts.Count == table.RowCount - fitted[i].MissingCount
            )
                monitor.Warning(
                    $"Column '{fitted[i].Name}' has another text in every row; it was hashed, but an identifier tells a model "
                        + $"nothing. Exclude it with {Option.ExcludeFeature.Is(fitted[i].Name)}."
                );
        }
    }

    private static IReadOnlyList<DatasetColumn> Columns(
        RawTable table,
        IReadOnlyList<PreparedFeature> features,
        TargetFit target,
        ColumnChoice choice,
        HashSet<string> empty
    )
    {
        var columns = new DatasetColumn?[table.Columns.Count];
        foreach (PreparedFeature feature in features)
            columns[feature.Column] = feature.Feature;
        return
        [
            .. table.Columns.Select(
                (column, i) =>
                    columns[i]
                    ?? (
                        column.Name == choice.Target
                            ? target.Column
                            : new DatasetColumn
                            {
                                Name = column.Name,
                                Role = ColumnRole.Excluded,
                                Preparation = empty.Contains(column.Name)
                                    ? "left out: it has no value"
                                    : choice.ReasonExcluded(column.Name),
                            }
                    )
            ),
        ];
    }

    private static int[] FeatureColumns(RawTable table, ColumnChoice choice) =>
        [.. Enumerable.Range(0, table.Columns.Count).Where(i => choice.IsFeature(table.Columns[i].Name))];

    /// <summary>The columns that have a value in some row, or in some training row where a plan is given.</summary>
    /// <exception cref="ComputeException"><c>ColumnAllMissing</c>: some have none, and it was not asked to leave them out.</exception>
    private static int[] Filled(
        int[] columns,
        RawTable table,
        RowPlan? plan,
        ImportOptions options,
        HashSet<string> empty,
        IWorkMonitor monitor
    )
    {
        int[] none = [.. columns.Where(column => plan is null ? IsEmpty(table, column) : IsEmpty(table, column, plan))];
        if (none.Length == 0)
            return columns;
        string[] names = [.. none.Select(column => table.Columns[column].Name)];
        if (!MissingCatalog.Find(options.Missing ?? MissingCatalog.Default).LeavesOutEmpty)
            throw DataErrors.AllMissing(names, inTraining: plan is not null);
        empty.UnionWith(names);
        monitor.Verbose($"Columns without a value were left out: {string.Join(", ", names)}.");
        return [.. columns.Except(none)];
    }

    private static bool IsEmpty(RawTable table, int column) => RawColumns.CountMissing(table, column) == table.RowCount;

    private static bool IsEmpty(RawTable table, int column, RowPlan plan)
    {
        if (RawColumns.CountMissing(table, column) == 0)
            return false;
        foreach ((int first, RawValues values) in table.Values(column))
        {
            for (int row = 0; row < values.Count; row++)
            {
                if (plan.Fates[first + row] == RowFate.Training && !values.IsMissing(row))
                    return false;
            }
        }
        return true;
    }

    private static void RefuseMissing(RawTable table, int[] columns)
    {
        List<(string Name, int Count)> counts =
        [
            .. columns.Select(column => (table.Columns[column].Name, RawColumns.CountMissing(table, column))).Where(item => item.Item2 > 0),
        ];
        if (counts.Count > 0)
            throw DataErrors.MissingValues(counts);
    }

    private static bool Is(string? name, string other) => other.Equals(name, StringComparison.OrdinalIgnoreCase);
}
