using System.Globalization;
using PSModelPruning.Compute.Data;
using PSModelPruning.Compute.Models.Neighbors;
using PSModelPruning.Compute.Models.Neighbors.Distances;

namespace PSModelPruning.Compute;

/// <summary>Nearest neighbours: rows that are kept as prototypes, of which the nearest ones say what a row is.</summary>
public sealed class NeighborModel : Model
{
    private readonly Lazy<NeighborIndex> _index;
    private readonly Lazy<long> _nonzero;

    /// <param name="description">What all families have in common.</param>
    /// <param name="prototypes">The inputs of the prototypes, <c>[prototypes × inputs]</c>; must not change.</param>
    /// <param name="targets">Their class indices, or numbers in the target's own units, <c>[prototypes]</c>; must not change.</param>
    /// <param name="options">How they predict.</param>
    internal NeighborModel(
        ModelDescription description,
        ReadOnlyMemory<float> prototypes,
        ReadOnlyMemory<float> targets,
        NeighborOptions options
    )
        : base(description)
    {
        Inputs = prototypes;
        Targets = targets;
        Options = options;
        RowDistance distance = DistanceCatalog.Get(options.Distance);
        Distance = distance.Name;
        Weighting = NeighborWeightingCatalog.Get(options.Weighting);
        _index = new Lazy<NeighborIndex>(() => new NeighborIndex(distance, prototypes, Preprocessing.Width));
        _nonzero = new Lazy<long>(() => CountNonzero(prototypes.Span));
    }

    /// <inheritdoc/>
    public override string Kind => "Neighbors";

    /// <summary>Rows that are kept.</summary>
    public int Prototypes => Targets.Length;

    /// <summary>
    /// Prototypes that vote on a row: as many as asked for in training, or 1 where pruning has left prototypes of which the nearest
    /// decides.
    /// </summary>
    public int Neighbors => Options.NearestOnly ? 1 : Math.Min(Options.Neighbors, Prototypes);

    /// <summary>What near means: Euclidean, Manhattan or Cosine.</summary>
    public string Distance { get; }

    /// <summary>How votes weigh: Uniform, or Distance for the inverse of the distance.</summary>
    public string Weighting { get; }

    /// <summary>The inputs and the target of each prototype.</summary>
    public override long Parameters => (long)Prototypes * (Preprocessing.Width + 1);

    /// <summary>The inputs that are not zero, and the targets.</summary>
    public override long NonzeroParameters => _nonzero.Value + Prototypes;

    /// <inheritdoc/>
    public override long Complexity => Prototypes;

    /// <inheritdoc/>
    public override string ComplexityUnit => "prototypes";

    /// <inheritdoc/>
    public override long StoredBytes => (long)Inputs.Length * sizeof(float) + (long)Prototypes * NeighborSize.TargetBytes(this);

    /// <inheritdoc/>
    public override long PackedBytes =>
        NeighborSize.InputBytes(Inputs.Length, _nonzero.Value) + (long)Prototypes * NeighborSize.TargetBytes(this);

    /// <summary>One multiply-accumulate (for Manhattan, one difference) for each input of each prototype.</summary>
    public override long MultiplyAccumulates => (long)Prototypes * Preprocessing.Width;

    /// <summary>The inputs of the prototypes, <c>[prototypes × inputs]</c>.</summary>
    internal ReadOnlyMemory<float> Inputs { get; }

    /// <summary>The prototypes' class indices or numbers.</summary>
    internal ReadOnlyMemory<float> Targets { get; }

    internal NeighborOptions Options { get; }

    /// <summary>Which prototypes are copies of one another; null where none is, or where it is not known.</summary>
    internal RowCopies? Copies { get; init; }

    /// <summary>The prototypes, ready to be searched; made when it is first asked for.</summary>
    internal NeighborIndex Index => _index.Value;

    internal bool WeighsByDistance => Weighting == NeighborWeightingCatalog.Distance;

    /// <inheritdoc/>
    internal override string Structure(CultureInfo culture)
    {
        if (Neighbors == 1)
            return $"the nearest, {Distance} distance";
        string votes = WeighsByDistance ? "votes by distance" : "uniform votes";
        return string.Create(culture, $"{Neighbors:N0} nearest, {Distance} distance, {votes}");
    }

    /// <inheritdoc/>
    internal override void Predict(ReadOnlySpan<float> inputs, int rows, Span<float> output)
    {
        NeighborTable nearest = Index.Search(inputs[..(rows * Preprocessing.Width)].ToArray(), Neighbors, Options.Threads);
        int outputs = OutputCount;
        for (int row = 0; row < rows; row++)
        {
            NeighborVote.Count(
                nearest.RowsOf(row),
                nearest.DistancesOf(row),
                Targets.Span,
                WeighsByDistance,
                Task == LearningTask.Regression,
                output.Slice(row * outputs, outputs)
            );
        }
    }

    private static long CountNonzero(ReadOnlySpan<float> values)
    {
        long count = 0;
        foreach (float value in values)
            count += value != 0 ? 1 : 0;
        return count;
    }
}
