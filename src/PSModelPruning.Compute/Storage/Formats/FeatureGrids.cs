using System.Globalization;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Storage.Formats;

/// <summary>
/// The pixels of images are hundreds of features that differ in their names alone: of each grid <c>prefix_y_x</c> of them a file keeps the
/// first feature and the size of the grid.
/// </summary>
internal static class FeatureGrids
{
    /// <summary>Features that grids of one file may make.</summary>
    private const int MostFeatures = 1 << 20;

    private const string Start = "_0_0";

    /// <summary>Replaces grids by their first features.</summary>
    internal static (PreprocessingDocument Preprocessing, FeatureGridsDocument? Grids) Collapse(PreprocessingDocument preprocessing)
    {
        var features = new List<ColumnDocument>();
        var grids = new List<FeatureGrid>();
        for (int i = 0; i < preprocessing.Features.Count; )
        {
            FeatureGrid? grid = preprocessing.Features.Count <= MostFeatures ? GridAt(preprocessing.Features, i, features.Count) : null;
            features.Add(preprocessing.Features[i]);
            if (grid is not null)
                grids.Add(grid);
            i += grid is null ? 1 : grid.Rows * grid.Columns;
        }
        return grids.Count == 0
            ? (preprocessing, null)
            : (preprocessing with { Features = features }, new FeatureGridsDocument { Grids = grids });
    }

    /// <summary>Makes the features of the grids again.</summary>
    /// <exception cref="ContentException">A grid is impossible.</exception>
    internal static PreprocessingDocument Expand(PreprocessingDocument preprocessing, FeatureGridsDocument document)
    {
        if (
            document.Grids is null
            || document.Grids.Any(grid =>
                grid?.Prefix is null
                || grid.Rows < 1
                || grid.Columns < 1
                || grid.Rows > MostFeatures / grid.Columns
                || grid.Feature < 0
                || grid.Feature >= preprocessing.Features.Count
            )
            || document.Grids.Sum(grid => (long)grid.Rows * grid.Columns) > MostFeatures
            || document.Grids.Select(grid => grid.Feature).Distinct().Count() < document.Grids.Count
        )
            throw new ContentException("a grid of its features is impossible.");
        Dictionary<int, FeatureGrid> grids = document.Grids.ToDictionary(grid => grid.Feature);
        var features = new List<ColumnDocument>();
        for (int i = 0; i < preprocessing.Features.Count; i++)
        {
            ColumnDocument first = preprocessing.Features[i];
            if (!grids.TryGetValue(i, out FeatureGrid? grid))
            {
                features.Add(first);
                continue;
            }
            for (int place = 0; place < grid.Rows * grid.Columns; place++)
                features.Add(
                    first with
                    {
                        Name = Name(grid.Prefix, place / grid.Columns, place % grid.Columns),
                        FirstInput = unchecked(first.FirstInput + place * first.InputCount),
                    }
                );
        }
        return preprocessing with { Features = features };
    }

    /// <summary>The grid that begins at a feature; null where there is none of at least two features.</summary>
    private static FeatureGrid? GridAt(IReadOnlyList<ColumnDocument> features, int start, int kept)
    {
        ColumnDocument first = features[start];
        if (!first.Name.EndsWith(Start, StringComparison.Ordinal))
            return null;
        string prefix = first.Name[..^Start.Length];
        bool Fits(int place, int row, int column) =>
            start + place < features.Count
            && features[start + place] is var feature
            && feature.Name == Name(prefix, row, column)
            && feature.FirstInput == first.FirstInput + place * first.InputCount
            && IsAlike(feature, first);
        int columns = 1,
            rows = 1;
        while (Fits(columns, 0, columns))
            columns++;
        while (Enumerable.Range(0, columns).All(column => Fits(rows * columns + column, rows, column)))
            rows++;
        return rows * columns < 2 ? null : new FeatureGrid(kept, prefix, rows, columns);
    }

    /// <summary>Whether two features differ in nothing but their names and places.</summary>
    private static bool IsAlike(ColumnDocument feature, ColumnDocument first) =>
        feature with { Name = first.Name, FirstInput = first.FirstInput, Categories = first.Categories } == first
        && feature.Categories.SequenceEqual(first.Categories, StringComparer.Ordinal);

    private static string Name(string prefix, int row, int column) =>
        string.Create(CultureInfo.InvariantCulture, $"{prefix}_{row}_{column}");
}
