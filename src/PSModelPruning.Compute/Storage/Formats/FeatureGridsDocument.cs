namespace PSModelPruning.Compute.Storage.Formats;

/// <summary>The grids of features, as <c>grids.json</c> holds them.</summary>
internal sealed record FeatureGridsDocument : PartDocument
{
    internal const string PartName = "grids.json";

    public required IReadOnlyList<FeatureGrid> Grids { get; init; }
}

/// <summary>A feature of <c>preprocessing.json</c> that stands for a grid of alike ones, named <c>prefix_y_x</c>, row by row.</summary>
/// <param name="Feature">The index of the feature among those that the file keeps.</param>
/// <param name="Prefix">What the names begin with.</param>
/// <param name="Rows">Rows of the grid.</param>
/// <param name="Columns">Columns of the grid.</param>
internal sealed record FeatureGrid(int Feature, string Prefix, int Rows, int Columns);
