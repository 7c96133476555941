using System.Globalization;
using PSModelPruning.Compute.Data;

namespace PSModelPruning.Compute.Models;

/// <summary>
/// Matches the columns and classes of a data set with those of a model, by name: the model may use fewer features (feature pruning), in
/// another order, and the data set may have been prepared with other statistics or know other categories.
/// </summary>
internal static class SchemaMatch
{
    /// <summary>How the data set's inputs become the model's.</summary>
    /// <exception cref="ComputeException"><c>SchemaMismatch</c>: a feature of the model is not in the data set or has another kind
    /// there.</exception>
    internal static InputSelection Inputs(Model model, Dataset dataset) =>
        Inputs(model.Preprocessing, dataset.Preprocessing, difference => ModelErrors.SchemaMismatch(model, dataset, difference));

    /// <summary>How inputs that were prepared in one way become inputs prepared in another.</summary>
    /// <param name="wanted">What the inputs become.</param>
    /// <param name="given">What they are.</param>
    /// <param name="mismatch">Makes the error of a difference that cannot be bridged, from a sentence about it.</param>
    internal static InputSelection Inputs(Preprocessing wanted, Preprocessing given, Func<string, ComputeException> mismatch)
    {
        if (ReferenceEquals(wanted, given))
            return InputSelection.Identity(given.Width);
        if (wanted.Features.Count == 0 || given.Features.Count == 0)
            return SameShape(wanted, given, mismatch);
        var columns = new Dictionary<string, DatasetColumn>(StringComparer.OrdinalIgnoreCase);
        foreach (DatasetColumn column in given.Features)
            columns[column.Name] = column;
        if (wanted.NamesByPlace([.. given.Features.Select(feature => feature.Name)]) is { } byPlace)
        {
            for (int i = 0; i < byPlace.Length; i++)
                columns.TryAdd(wanted.Features[i].Name, columns[byPlace[i]]);
        }
        string[] absent = [.. wanted.Features.Select(f => f.Name).Where(name => !columns.ContainsKey(name))];
        if (absent.Length > 0 && wanted.PlaceCount > 0)
            throw mismatch(
                $"the model's file names no columns and takes {wanted.PlaceCount} by their place, the data set has "
                    + $"{given.Features.Count} features. Exclude the others."
            );
        if (absent.Length > 0)
            throw mismatch($"it lacks {Count(absent.Length, "feature")} of the model: {Shorten(absent)}.");
        var sources = new InputSource[wanted.Width];
        foreach (DatasetColumn feature in wanted.Features)
            Match(feature, columns[feature.Name], sources, mismatch);
        return new InputSelection(given.Width, sources);
    }

    /// <summary>The model's class index of each class of the data set.</summary>
    /// <exception cref="ComputeException"><c>SchemaMismatch</c>: another task, or a class that the model does not know.</exception>
    internal static int[] Classes(Model model, Dataset dataset)
    {
        if (model.Task != dataset.Task)
            throw ModelErrors.SchemaMismatch(
                model,
                dataset,
                $"the model is for {Word(model.Task)}, the data set for {Word(dataset.Task)}."
            );
        var known = new Dictionary<string, int>();
        for (int i = 0; i < model.Classes.Count; i++)
            known[model.Classes[i]] = i;
        string[] unknown = [.. dataset.Classes.Where(name => !known.ContainsKey(name))];
        if (unknown.Length > 0)
            throw ModelErrors.SchemaMismatch(
                model,
                dataset,
                $"the model does not know {Count(unknown.Length, "class")} of its target: {Shorten(unknown)}."
            );
        return [.. dataset.Classes.Select(name => known[name])];
    }

    private static InputSelection SameShape(Preprocessing wanted, Preprocessing given, Func<string, ComputeException> mismatch)
    {
        if (!wanted.InputShape.SequenceEqual(given.InputShape))
            throw mismatch(
                $"the model takes inputs of shape [{string.Join(", ", wanted.InputShape)}], its rows have "
                    + $"[{string.Join(", ", given.InputShape)}]."
            );
        return InputSelection.Identity(given.Width);
    }

    private static void Match(DatasetColumn wanted, DatasetColumn given, InputSource[] sources, Func<string, ComputeException> mismatch)
    {
        if (wanted.Encoding != given.Encoding)
            throw mismatch($"the feature '{wanted.Name}' is encoded as {given.Encoding}, the model takes {wanted.Encoding}.");
        switch (wanted.Encoding)
        {
            case ColumnEncoding.OneHot:
                MatchCategories(wanted, given, sources);
                return;
            case ColumnEncoding.None when wanted.Kind == ColumnKind.Number && IsZeroOrOne(given):
                break;
            case ColumnEncoding.Ordinal
            or ColumnEncoding.None when !wanted.Categories.SequenceEqual(given.Categories, StringComparer.OrdinalIgnoreCase):
                throw mismatch(
                    $"the values of '{wanted.Name}' are others than the model's, or in another order ({Shorten([.. wanted.Categories])})."
                );
            case ColumnEncoding.Hash when wanted.InputCount != given.InputCount:
                throw mismatch($"'{wanted.Name}' is hashed to {given.InputCount} inputs, the model takes {wanted.InputCount}.");
        }
        // raw = x·divisor + offset of the data set; the model takes (raw − its offset) / its divisor.
        InputSource convert =
            wanted.Offset == given.Offset && wanted.Divisor == given.Divisor
                ? InputSource.Copy(0)
                : new InputSource(0, given.Divisor / wanted.Divisor, (given.Offset - wanted.Offset) / wanted.Divisor);
        // What the data set has clipped more narrowly than the model cannot be known any more; what it has not is clipped here.
        if (wanted.ClipLow is { } low && !(given.ClipLow >= low))
            convert = convert with { Low = (low - wanted.Offset) / wanted.Divisor };
        if (wanted.ClipHigh is { } high && !(given.ClipHigh <= high))
            convert = convert with { High = (high - wanted.Offset) / wanted.Divisor };
        if (given.KeepsMissing && !wanted.KeepsMissing && wanted.Encoding != ColumnEncoding.Hash)
            convert = convert with { Fill = Replacement(wanted) };
        for (int i = 0; i < wanted.InputCount; i++)
            sources[wanted.FirstInput + i] = convert with { Index = given.FirstInput + i };
    }

    /// <summary>Whether a column of two values has the numbers 0 and 1 as its inputs and as its values.</summary>
    private static bool IsZeroOrOne(DatasetColumn column) =>
        column.Kind == ColumnKind.Boolean
        && column.Categories is [var zero, var one]
        && (zero is "0" && one is "1" || bool.TryParse(zero, out bool no) && !no && bool.TryParse(one, out bool yes) && yes);

    /// <summary>The input that a missing value of a column becomes.</summary>
    private static double Replacement(DatasetColumn column)
    {
        Span<float> input = stackalloc float[1];
        var preparer = new ColumnPreparer(column, CultureInfo.InvariantCulture);
        if (preparer.IsNumeric)
            preparer.WriteNumber(double.NaN, input);
        else
            preparer.WriteCode(-1, isMissing: true, input);
        return input[0];
    }

    private static void MatchCategories(DatasetColumn wanted, DatasetColumn given, InputSource[] sources)
    {
        var positions = new Dictionary<string, int>();
        for (int i = 0; i < given.Categories.Count; i++)
            positions[given.Categories[i]] = i;
        for (int i = 0; i < wanted.InputCount; i++)
        {
            sources[wanted.FirstInput + i] =
                i < wanted.Categories.Count && positions.TryGetValue(wanted.Categories[i], out int position)
                    ? InputSource.Copy(given.FirstInput + position)
                    : InputSource.Zero;
        }
    }

    private static string Word(LearningTask task) => task.ToString().ToLowerInvariant();

    private static string Count(int count, string noun) =>
        count == 1 ? $"one {noun}"
        : noun.EndsWith('s') ? $"{count} {noun}es"
        : $"{count} {noun}s";

    private static string Shorten(string[] names) =>
        string.Join(", ", names.Take(5).Select(name => $"'{name}'")) + (names.Length > 5 ? $" and {names.Length - 5} more" : "");
}
