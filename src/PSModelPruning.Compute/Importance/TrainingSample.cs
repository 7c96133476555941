using PSModelPruning.Compute.Data;

namespace PSModelPruning.Compute.Importance;

/// <summary>
/// The rows of a partition (or a random part of them) read column by column. One-hot inputs become one column of categories again, and
/// scaled numbers have their own units again. Copies of training rows are left out: they add nothing to what is known.
/// </summary>
internal sealed class TrainingSample
{
    private readonly Partition _partition;
    private readonly int[] _rows;

    internal TrainingSample(Dataset dataset, PartitionName partition, double fraction, int seed)
    {
        _partition = dataset[partition];
        int[]? observations = partition == PartitionName.Training ? dataset.Copies?.First : null;
        _rows = RowSample.Choose(observations?.Length ?? _partition.RowCount, fraction, seed);
        if (observations is not null)
            _rows = Array.ConvertAll(_rows, i => observations[i]);
        Target =
            dataset.Task == LearningTask.Classification
                ? FeatureColumn.OfCategories(dataset.Target, [.. _rows.Select(_partition.Label)], dataset.Classes.Count)
                : FeatureColumn.OfNumbers(dataset.Target, Targets());
    }

    /// <summary>Rows that are read.</summary>
    internal int Rows => _rows.Length;

    /// <summary>The column that is to be predicted.</summary>
    internal FeatureColumn Target { get; }

    /// <summary>Reads a feature. Thread-safe.</summary>
    internal FeatureColumn Read(FeatureGroup feature)
    {
        if (feature.InputCount > 1 || feature.Column?.Encoding is ColumnEncoding.OneHot or ColumnEncoding.Hash)
            return FeatureColumn.OfCategories(feature.Name, ActiveInputs(feature), feature.InputCount + 1);
        double[] values = Numbers(feature);
        return feature.IsCategory ? Codes(feature.Name, values) : FeatureColumn.OfNumbers(feature.Name, values);
    }

    private double[] Targets()
    {
        ReadOnlySpan<float> targets = _partition.Targets.Span;
        var values = new double[_rows.Length];
        for (int i = 0; i < values.Length; i++)
            values[i] = targets[_rows[i]];
        return values;
    }

    /// <summary>The input that is set in each row; the count of inputs where none is (an unknown category) or it is missing.</summary>
    private int[] ActiveInputs(FeatureGroup feature)
    {
        var codes = new int[_rows.Length];
        float[] buffer = [];
        for (int i = 0; i < codes.Length; i++)
        {
            ReadOnlySpan<float> inputs = _partition.Rows(_rows[i], 1, ref buffer).Slice(feature.FirstInput, feature.InputCount);
            int active = inputs.IndexOfAnyExcept(0f);
            codes[i] = active < 0 || float.IsNaN(inputs[active]) ? feature.InputCount : active;
        }
        return codes;
    }

    private double[] Numbers(FeatureGroup feature)
    {
        double offset = feature.Column?.Offset ?? 0,
            divisor = feature.Column?.Divisor ?? 1;
        var prepared = new float[_rows.Length];
        _partition.ReadColumn(_rows, feature.FirstInput, prepared);
        return Array.ConvertAll(prepared, value => value * divisor + offset);
    }

    private static FeatureColumn Codes(string name, double[] values)
    {
        var positions = new Dictionary<double, int>();
        var codes = new int[values.Length];
        for (int i = 0; i < codes.Length; i++)
        {
            if (!positions.TryGetValue(values[i], out int code))
                positions.Add(values[i], code = positions.Count);
            codes[i] = code;
        }
        return FeatureColumn.OfCategories(name, codes, Math.Max(1, positions.Count));
    }
}
