namespace PSModelPruning.Compute.Pruning.Paths;

/// <summary>The point of a path that a target chose.</summary>
/// <param name="Point">The index of the candidate.</param>
/// <param name="Trials">The points that were looked at on the way, by index, with the score that was seen (NaN where none was
/// measured).</param>
internal sealed record PathChoice(int Point, IReadOnlyList<(int Point, double Score)> Trials)
{
    internal PathChoice(int point)
        : this(point, []) { }
}
