namespace PSModelPruning.Compute.Models.Neighbors.Distances;

/// <summary>
/// A distance between rows of inputs: exactly, for single pairs, and in a form that a <see cref="NeighborIndex"/> can scan many rows with.
/// Stateless; listed in <see cref="DistanceCatalog"/>.
/// </summary>
/// <remarks>
/// Scanning computes for each pair a <i>nearness</i> in single precision, which is the greater the nearer the rows are. It only says which
/// pairs may be among the nearest; those are then measured by <see cref="Key"/>. <see cref="Limit"/> allows for all rounding on the way, so
/// that no neighbour is missed.
/// </remarks>
internal abstract class RowDistance
{
    /// <summary>
    /// Half the distance between 1 and the next single-precision number: the greatest relative rounding error of one operation.
    /// </summary>
    private protected const double Rounding = 1.0 / (1 << 24);

    /// <summary>What a user types.</summary>
    internal abstract string Name { get; }

    /// <summary>What it is, in a line.</summary>
    internal abstract string Description { get; }

    /// <summary>
    /// A number that orders pairs as the distance does, in double precision: exactly 0 for equal rows, never negative, positive infinity
    /// where it is not a number.
    /// </summary>
    internal abstract double Key(ReadOnlySpan<float> a, ReadOnlySpan<float> b);

    /// <summary>The distance that belongs to a key.</summary>
    internal virtual double OfKey(double key) => key;

    /// <summary>Whether rows lose the mean of the prototypes before they are scanned, which makes rounding smaller.</summary>
    internal virtual bool IsCentred => false;

    /// <summary>Whether rows are scanned by products, else by absolute differences.</summary>
    internal virtual bool ScansProducts => true;

    /// <summary>Changes a centred row to the form in which it is scanned.</summary>
    internal virtual void Transform(Span<float> row) { }

    /// <summary>What the nearness of a prototype begins with.</summary>
    /// <param name="squaredNorm">The sum of the squares of its row as it is scanned.</param>
    internal virtual float Start(double squaredNorm) => 0;

    /// <summary>The least nearness that a pair within a key has, without rounding.</summary>
    /// <param name="key">The key; may be positive infinity.</param>
    /// <param name="squaredNorm">The sum of the squares of the query as it is scanned.</param>
    /// <param name="width">Inputs of a row.</param>
    internal abstract double Limit(double key, double squaredNorm, int width);

    /// <summary>
    /// How much rounding may take from the nearness of any query: this much, and <see cref="SlackOfNorm"/> times the query's norm.
    /// </summary>
    /// <param name="prototypeNorm">The greatest Euclidean norm of the prototypes that it is compared with, as they are scanned.</param>
    /// <param name="width">Inputs of a row.</param>
    internal virtual double Slack(double prototypeNorm, int width) => 0;

    /// <summary>See <see cref="Slack"/>.</summary>
    internal virtual double SlackOfNorm(double prototypeNorm, int width) => 0;
}
