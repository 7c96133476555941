using PSModelPruning.Compute.Data;
using PSModelPruning.Compute.Storage.Archive;

namespace PSModelPruning.Compute.Storage.Formats;

/// <summary>Turns the common parts of a model file into a description, after checking that they fit each other.</summary>
internal static class DescriptionReader
{
    /// <summary>Reads the description; the model has no data set and no parent, and its history gains an Imported entry.</summary>
    /// <exception cref="ComputeException"><c>ModelFileCorrupt</c>.</exception>
    internal static ModelDescription Read(ModelDocument document, ArchiveParts parts)
    {
        PreprocessingDocument columns = parts.Json(PreprocessingDocument.PartName, StorageJson.Default.PreprocessingDocument);
        HistoryDocument history = parts.Json(HistoryDocument.PartName, StorageJson.Default.HistoryDocument);
        if ((Problem(document) ?? Problem(columns) ?? Problem(history)) is { } problem)
            throw StorageErrors.Corrupt(parts.File, problem);
        if (parts.Has(FeatureGridsDocument.PartName))
        {
            columns = FeatureGrids.Expand(columns, parts.Json(FeatureGridsDocument.PartName, StorageJson.Default.FeatureGridsDocument));
            if (Problem(columns) is { } impossible)
                throw StorageErrors.Corrupt(parts.File, impossible);
        }
        Preprocessing preprocessing = columns.ToPreprocessing();
        _ = new RowPreparer(preprocessing); // Throws where the culture or a column's replacement cannot be used.
        return new ModelDescription
        {
            Name = document.Name,
            Task = document.Task,
            Classes = document.Classes,
            Preprocessing = preprocessing,
            History = [.. history.ToHistory(), ModelEvent.Now("Imported", $"Read from {Path.GetFileName(parts.File)}.")],
            TargetOffset = document.TargetOffset,
            TargetScale = document.TargetScale,
            DatasetHash = document.Lineage.DatasetHash,
            Seed = document.Lineage.Seed,
            OriginalComplexity = document.OriginalComplexity,
            OriginalFeatures = document.OriginalFeatures,
        };
    }

    // What a column's spread can be in numbers that tables hold.
    private const double LeastScale = 1e-300;
    private const double MostScale = 1e300;

    private static string? Problem(ModelDocument document)
    {
        if (
            document.Name is null
            || document.Kind is null
            || document.Classes is null
            || document.Lineage?.DatasetHash is null
            || document.Classes.Any(name => name is null)
            || document.Pruning is { IsIncomplete: true }
        )
            return "its description has empty members.";
        if (!Enum.IsDefined(document.Task))
            return "its task is not known.";
        if (document.Task == LearningTask.Classification == (document.Classes.Count == 0))
            return "its task and its classes do not fit each other.";
        if (document.Classes.Distinct(StringComparer.Ordinal).Count() != document.Classes.Count)
            return "a class name occurs twice.";
        if (document.OriginalComplexity < 0)
            return "its original complexity is negative.";
        if (document.OriginalFeatures < 0)
            return "its original number of features is negative.";
        return Math.Abs(document.TargetOffset) <= MostScale && document.TargetScale is >= LeastScale and <= MostScale
            ? null
            : "its target's scale is no number that a target can have.";
    }

    private static string? Problem(PreprocessingDocument preprocessing)
    {
        if (
            preprocessing.Features is null
            || preprocessing.InputShape is null
            || preprocessing.Culture is null
            || preprocessing.MissingMarkers is null
            || preprocessing.MissingMarkers.Any(marker => marker is null)
            || preprocessing.Features.Any(feature => feature is null or { IsIncomplete: true })
            || preprocessing.Target is { IsIncomplete: true }
        )
            return "its preprocessing has empty members.";
        long width = 1;
        foreach (int size in preprocessing.InputShape)
        {
            if (size < 1 || width > ArchiveLimits.Elements / size)
                return "its input shape is impossible.";
            width *= size;
        }
        if (preprocessing.Features.Any(f => f.InputCount < f.LeastInputs || f.FirstInput < 0 || (long)f.FirstInput + f.InputCount > width))
            return "a feature's inputs lie outside of the model's.";
        if (
            (preprocessing.Features.FirstOrDefault(IsImpossible) ?? (IsImpossible(preprocessing.Target) ? preprocessing.Target : null)) is
            { } impossible
        )
            return $"the preparation of its column '{StorageErrors.Printable(impossible.Name)}' is impossible.";
        if (Overlap(preprocessing.Features) is { } shared)
            return $"two of its columns give the same input, {shared}.";
        if (preprocessing.PlaceCount is < 1)
            return "it has an impossible number of columns.";
        if (preprocessing.PlaceCount is { } places && preprocessing.Features.Any(f => (uint)ColumnPlaces.PlaceOf(f.Name) >= (uint)places))
            return "a feature has no place among its columns.";
        return preprocessing.Features.Select(f => f.Name).Distinct(StringComparer.Ordinal).Count() == preprocessing.Features.Count
            ? null
            : "it names a feature twice.";
    }

    /// <summary>Whether no column can be prepared like this.</summary>
    private static bool IsImpossible(ColumnDocument? column) =>
        column is not null
        && !(
            Enum.IsDefined(column.Role)
            && Enum.IsDefined(column.Kind)
            && Enum.IsDefined(column.Encoding)
            && column.MissingCount >= 0
            && Math.Abs(column.Offset) <= MostScale
            && column.Divisor is >= LeastScale and <= MostScale
            && column.ClipLow is null or (>= -double.MaxValue and <= double.MaxValue)
            && column.ClipHigh is null or (>= -double.MaxValue and <= double.MaxValue)
            && !(column.ClipLow > column.ClipHigh)
        );

    /// <summary>An input that two columns give; null where there is none.</summary>
    private static int? Overlap(IReadOnlyList<ColumnDocument> features)
    {
        int end = 0;
        foreach (ColumnDocument feature in features.OrderBy(feature => feature.FirstInput))
        {
            if (feature.FirstInput < end)
                return feature.FirstInput;
            end = feature.FirstInput + feature.InputCount;
        }
        return null;
    }

    private static string? Problem(HistoryDocument history) =>
        history.Events is null || history.Events.Any(change => change?.Action is null || change.Description is null)
            ? "its history has empty members."
            : null;
}
