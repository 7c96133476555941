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
        (double testFraction, double validationFraction) = Partitioner.Fractions(options, sources.Any(source => source.IsTest));
        ColumnChoice choice = ColumnChoice.Make(sources[0], options);
        monitor.Verbose(choice.Layout.Describe(sources[0].Name));
        var parser = new TableParser(choice.Request(options), monitor);
        RawTable table = parser.Parse(sources);
        monitor.Verbose($"Read {table.RowCount.ToString("N0", CultureInfo.InvariantCulture)} rows of {table.Columns.Count} columns.");
        foreach ((string column, string text) in parser.Misfits)
            monitor.Warning(
                $"Column '{column}' holds numbers or dates and also texts such as '{text}', so its values are taken as "
                    + $"categories. If such texts mean a missing value, name them with {Option.MissingMarker}."
            );
        if (table.RowCount - table.TestRowCount < 2)
            throw DataErrors.TooFewRows(sources[0].Name, table.RowCount - table.TestRowCount);

        int targetColumn = table.Columns.ToList().FindIndex(column => column.Name == choice.Target);
        int[] featureColumns = FeatureColumns(table, targetColumn);
        CheckAllMissing(table, featureColumns);
        TargetFit target = TargetFit.Fit(table, targetColumn, options, monitor.Verbose);
        RowPlan plan = Plan(table, target, targetColumn, featureColumns, options, testFraction, validationFraction, monitor);
        (IReadOnlyList<PreparedFeature> features, int width) = FitColumns(table, plan, featureColumns, options, monitor);
        var preprocessing = new Preprocessing
        {
            Features = [.. features.Select(feature => feature.Feature)],
            Target = target.Column,
            InputShape = [width],
            Culture = options.Table.Culture ?? "",
            MissingMarkers = options.Table.AllMissingMarkers,
        };
        (MemoryStore inputs, float[] targets) = new MatrixWriter(
            table,
            plan,
            target,
            features,
            options.Table.CultureInfo,
            options.ChunkNumbers
        ).Write(width, monitor.Cancellation);
        int training = plan.Count(RowFate.Training) + plan.Repeated.Count;
        int validation = plan.Count(RowFate.Validation);
        int test = plan.Count(RowFate.Test);
        monitor.Verbose($"Partitions: {training} training, {validation} validation and {test} test rows.");
        return new Dataset(
            options.Name ?? defaultName,
            target.Task,
            preprocessing,
            Columns(table, features, target, choice),
            target.Classes,
            inputs,
            targets,
            training,
            validation,
            test
        )
        {
            Source = path,
            Seed = options.Seed,
        };
    }

    private static RowPlan Plan(
        RawTable table,
        TargetFit target,
        int targetColumn,
        int[] featureColumns,
        ImportOptions options,
        double testFraction,
        double validationFraction,
        IWorkMonitor monitor
    )
    {
        var plan = new RowPlan(table.RowCount);
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
        Partitioner.Divide(plan, target, table.TestRowCount, testFraction, validationFraction, options.Seed);
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
        ColumnChoice choice
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
                                Preparation = choice.ReasonExcluded(column.Name),
                            }
                    )
            ),
        ];
    }

    private static int[] FeatureColumns(RawTable table, int targetColumn)
    {
        var columns = new List<int>();
        for (int i = 0; i < table.Columns.Count; i++)
        {
            if (i != targetColumn && table.Columns[i].Storage != RawStorage.None)
                columns.Add(i);
        }
        return columns.ToArray();
    }

    private static void CheckAllMissing(RawTable table, int[] columns)
    {
        foreach (int column in columns)
        {
            if (RawColumns.CountMissing(table, column) == table.RowCount)
                throw DataErrors.AllMissing(table.Columns[column].Name, inTraining: false);
        }
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
