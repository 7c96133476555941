using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace PSModelPruning.Compute.Data;

/// <summary>Fits the preparation of one feature column to the training rows.</summary>
internal sealed class ColumnFitter
{
    private readonly RawTable _table;
    private readonly RowPlan _plan;
    private readonly ImportOptions _options;
    private readonly MissingStrategy _missing;
    private readonly ScaleMethod _scale;
    private readonly string _scaleName;
    private readonly ConcurrentQueue<string> _farColumns = new();

    internal ColumnFitter(RawTable table, RowPlan plan, ImportOptions options)
    {
        _table = table;
        _plan = plan;
        _options = options;
        _missing = MissingCatalog.Find(options.Missing ?? MissingCatalog.Default);
        _scale = ScaleCatalog.Find(options.Scale ?? "Standard");
        _scaleName = _scale.Entry.Name;
    }

    /// <summary>The columns of which far values were clipped.</summary>
    internal IReadOnlyCollection<string> FarColumns => _farColumns;

    /// <summary>The column with its statistics; its first input is not set yet.</summary>
    internal DatasetColumn Fit(int column, ColumnKind kind) =>
        kind switch
        {
            ColumnKind.Boolean => FitBoolean(column),
            ColumnKind.Category => FitCategory(column),
            _ => FitNumber(column, kind),
        };

    private DatasetColumn FitNumber(int column, ColumnKind kind)
    {
        RawColumn raw = _table.Columns[column];
        using NumberSample sample = NumberSample.Take(_table, column, _plan);
        if (sample.Count == 0)
            throw DataErrors.AllMissing([raw.Name], inTraining: true);
        var words = new PreparationWords(kind, raw.Notes);
        (double Low, double High)? clip =
            kind == ColumnKind.Number && Is(_options.Outlier, OutlierCatalog.Clip) ? OutlierCatalog.Bounds(sample) : null;
        if (clip is { } bounds)
        {
            sample.Clip(bounds.Low, bounds.High);
            words.Clipped(bounds.Low, bounds.High);
        }
        if ((_scale.IsDisturbedByFarValues ? FarValues.Bounds(sample) : FarValues.Limits(sample)) is { } far)
        {
            sample.Clip(far.Low, far.High);
            words.Add($"far values clipped to {PreparationWords.Short(far.Low)} … {PreparationWords.Short(far.High)}");
            clip = (Math.Max(clip?.Low ?? far.Low, far.Low), Math.Min(clip?.High ?? far.High, far.High));
            _farColumns.Enqueue(raw.Name);
        }
        double replacement = _missing.Replacement(sample);
        int missing = RawColumns.CountMissing(_table, column);
        words.Filled(missing, RawColumns.Text(replacement), _missing);
        if (!_missing.Keeps)
            sample.Fill(replacement);
        (double offset, double divisor) = _scale.Fit(sample);
        bool isConstant = !(divisor > Math.Abs(offset) * 1e-12);
        if (isConstant)
            divisor = 1;
        words.Scaled(_scaleName, offset, divisor, isConstant);
        return new DatasetColumn
        {
            Name = raw.Name,
            Role = ColumnRole.Feature,
            Kind = kind,
            DateFormat = raw.DateFormat,
            DecimalComma = raw.Form.DecimalComma,
            Unit = raw.Form.Unit,
            MissingCount = missing,
            MissingReplacement = _missing.Keeps ? null : RawColumns.Text(replacement),
            KeepsMissing = _missing.Keeps,
            ClipLow = clip?.Low,
            ClipHigh = clip?.High,
            Offset = offset,
            Divisor = divisor,
            InputCount = 1,
            Preparation = words.ToString(),
        };
    }

    private DatasetColumn FitBoolean(int column)
    {
        RawColumn raw = _table.Columns[column];
        IReadOnlyList<string> categories = RawColumns.BooleanTexts(_table, column)!;
        (long[] counts, _) = CountCategories(column, categories);
        int missing = RawColumns.CountMissing(_table, column);
        string? replacement =
            _missing.Keeps ? null
            : _missing.FillsCategories ? categories[counts[1] > counts[0] ? 1 : 0]
            : categories[0];
        var words = new PreparationWords(ColumnKind.Boolean, raw.Notes);
        words.Add($"{categories[0]} is 0 and {categories[1]} is 1");
        words.Filled(missing, replacement ?? "", _missing);
        return new DatasetColumn
        {
            Name = raw.Name,
            Role = ColumnRole.Feature,
            Kind = ColumnKind.Boolean,
            MissingCount = missing,
            MissingReplacement = replacement,
            KeepsMissing = _missing.Keeps,
            Categories = categories,
            InputCount = 1,
            Preparation = words.ToString(),
        };
    }

    private DatasetColumn FitCategory(int column)
    {
        RawColumn raw = _table.Columns[column];
        IReadOnlyList<string> all = raw.Texts;
        (long[] counts, int trainingMissing) = CountCategories(column, all);
        List<int> present = [.. Enumerable.Range(0, all.Count).Where(code => counts[code] > 0)];
        if (present.Count == 0)
            throw DataErrors.AllMissing([raw.Name], inTraining: true);
        int missing = RawColumns.CountMissing(_table, column);
        string? mostFrequent = all[present.MaxBy(code => counts[code])];
        string? replacement = _missing.FillsCategories ? mostFrequent : null;
        var words = new PreparationWords(ColumnKind.Category, raw.Notes);
        words.Filled(missing, replacement ?? "no category", _missing);
        ColumnEncoding encoding = EncodeCatalog.Find(_options.Encode ?? EncodeCatalog.Default);
        if (encoding == ColumnEncoding.OneHot && present.Count > (_options.MaxCategories ?? ImportOptions.DefaultMaxCategories))
            encoding = ColumnEncoding.Hash;
        var fitted = new DatasetColumn
        {
            Name = raw.Name,
            Role = ColumnRole.Feature,
            Kind = ColumnKind.Category,
            MissingCount = missing,
            MissingReplacement = replacement,
            KeepsMissing = _missing.Keeps,
            Encoding = encoding,
        };
        if (encoding == ColumnEncoding.Hash)
        {
            int buckets = _options.HashBuckets ?? ImportOptions.DefaultHashBuckets;
            words.Add($"{present.Count} categories hashed into {buckets} inputs");
            return fitted with { InputCount = buckets, Preparation = words.ToString() };
        }
        IReadOnlyList<string> categories = [.. present.Select(code => all[code])];
        if (encoding == ColumnEncoding.OneHot)
        {
            words.Add(categories.Count == 1 ? "one-hot: 1 category" : $"one-hot: {categories.Count} categories");
            return fitted with { Categories = categories, InputCount = categories.Count, Preparation = words.ToString() };
        }
        (double offset, double divisor) = FitPositions(
            present,
            counts,
            replacement is null ? 0 : present.IndexOf(present.MaxBy(code => counts[code])),
            trainingMissing
        );
        bool isConstant = !(divisor > 0);
        words.Add($"ordinal: positions of {categories.Count} sorted categories");
        words.Scaled(_scaleName, offset, isConstant ? 1 : divisor, isConstant);
        return fitted with
        {
            Categories = categories,
            InputCount = 1,
            Offset = offset,
            Divisor = isConstant ? 1 : divisor,
            Preparation = words.ToString(),
        };
    }

    /// <summary>The scale of the positions 0, 1, 2 … that ordinal categories take.</summary>
    private (double Offset, double Divisor) FitPositions(List<int> present, long[] counts, int replacementPosition, int missing)
    {
        using NumberSample positions = NumberSample.Of(
            present.SelectMany((code, position) => Enumerable.Repeat((double)position, (int)counts[code])),
            missing
        );
        if (!_missing.Keeps)
            positions.Fill(replacementPosition);
        return _scale.Fit(positions);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private (long[] Counts, int Missing) CountCategories(int column, IReadOnlyList<string> categories)
    {
        var counts = new long[categories.Count];
        int missing = 0;
        int[] codes = RawColumns.Codes(_table, column, categories);
        for (int row = 0; row < codes.Length; row++)
        {
            if (_plan.Fates[row] != RowFate.Training)
                continue;
            if (codes[row] < 0)
                missing++;
            else
                counts[codes[row]]++;
        }
        return (counts, missing);
    }

    private static bool Is(string? name, string other) => other.Equals(name, StringComparison.OrdinalIgnoreCase);
}
