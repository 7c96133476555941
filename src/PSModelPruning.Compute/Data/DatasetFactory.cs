namespace PSModelPruning.Compute.Data;

/// <summary>Makes data sets of prepared numbers, without preparing anything: for tests and for callers that have tensors already.</summary>
internal static class DatasetFactory
{
    /// <param name="inputs">Prepared inputs, <c>[rows × width]</c>: training rows first, then validation, then test.</param>
    /// <param name="targets">Class indices or numbers, <c>[rows]</c>.</param>
    /// <param name="inputShape">The shape of one row, <c>[width]</c> or <c>[channels, height, width]</c>.</param>
    /// <param name="classes">The class names; empty for regression.</param>
    /// <param name="validationRows">Rows of the validation partition.</param>
    /// <param name="testRows">Rows of the test partition; what is left is training.</param>
    /// <param name="name">The data set's name.</param>
    /// <param name="featureNames">A name an input; null for x0, x1 …</param>
    /// <param name="seed">The seed that is noted.</param>
    internal static Dataset Create(
        float[] inputs,
        float[] targets,
        IReadOnlyList<int> inputShape,
        IReadOnlyList<string> classes,
        int validationRows = 0,
        int testRows = 0,
        string name = "data",
        IReadOnlyList<string>? featureNames = null,
        int seed = 0
    )
    {
        int width = inputShape.Aggregate(1, (product, size) => product * size);
        LearningTask task = classes.Count > 0 ? LearningTask.Classification : LearningTask.Regression;
        DatasetColumn[] features =
        [
            .. Enumerable
                .Range(0, width)
                .Select(i => new DatasetColumn
                {
                    Name = featureNames?[i] ?? $"x{i}",
                    Kind = ColumnKind.Number,
                    MissingReplacement = "0",
                    FirstInput = i,
                    InputCount = 1,
                }),
        ];
        var target = new DatasetColumn
        {
            Name = "target",
            Role = ColumnRole.Target,
            Kind = classes.Count > 0 ? ColumnKind.Category : ColumnKind.Number,
            Categories = classes,
        };
        var preprocessing = new Preprocessing
        {
            Features = features,
            Target = target,
            InputShape = inputShape,
        };
        int trainingRows = targets.Length - validationRows - testRows;
        return new Dataset(
            name,
            task,
            preprocessing,
            [.. features, target],
            classes,
            inputs,
            targets,
            trainingRows,
            validationRows,
            testRows
        )
        {
            Seed = seed,
        };
    }
}
