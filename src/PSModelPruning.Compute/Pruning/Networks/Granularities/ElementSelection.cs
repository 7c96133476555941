using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Pruning.Networks.Criteria;
using PSModelPruning.Compute.Pruning.Networks.Ratios;
using PSModelPruning.Compute.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Pruning.Networks.Granularities;

/// <summary>
/// Sets the masks of weights. Exactly round(sparsity × original weights) elements are gone afterwards (weights that earlier channel pruning
/// removed count as gone): over all layers together, or in each layer. Every layer keeps at least one weight. O(weights) a step.
/// </summary>
internal class ElementSelection : UnitSelection
{
    private readonly GraphParameter[] _weights;
    private readonly MatrixLayers _layers;
    private readonly string[] _names;
    private readonly RatioPlaces _places;
    private readonly Dictionary<string, string> _untouched = [];

    internal ElementSelection(Graph graph, GranularityRules rules)
    {
        Rules = rules;
        var weights = new List<GraphParameter>();
        var names = new List<string>();
        foreach ((Node node, GraphParameter weight) in graph.PrunableWeights())
        {
            if (rules.ExcludedLayers.TryGetValue(node.Name, out string? reason))
            {
                _untouched[node.Name] = reason;
                continue;
            }
            weights.Add(weight);
            names.Add(node.Name);
        }
        _weights = [.. weights];
        _names = [.. names];
        _places = new RatioPlaces(graph);
        _layers = new MatrixLayers(graph, [.. _weights.Select(weight => weight.Name)]);
        rules.Ratios?.Check(RatioLayers(), _untouched);
    }

    internal override IReadOnlyDictionary<string, string> Untouched => _untouched;

    internal override long Candidates => _weights.Sum(weight => weight.ElementCount);

    internal override double Reached => Original == 0 ? 0 : (double)(_weights.Sum(Gone) + Removed) / Original;

    internal override double Most =>
        Original == 0 ? 0
        : Rules.Ratios is { } ratios ? (double)RatioLayers().Sum(layer => LayerAllotment.MostOf(ratios, layer)) / Original
        : (double)(_weights.Sum(weight => Math.Max(MostOf(weight), Gone(weight))) + Removed) / Original;

    /// <summary>What must stay; there from the first line of the constructor on, which asks the overrides what can go.</summary>
    private GranularityRules Rules { get; }

    /// <summary>True where which elements of a weight go matters to the criterion alone.</summary>
    protected virtual bool MayExchange => true;

    internal override long Original => _weights.Sum(OriginalOf);

    /// <summary>Weights that earlier pruning removed bodily.</summary>
    private long Removed => _weights.Sum(weight => OriginalOf(weight) - weight.ElementCount);

    /// <summary>How a weight lies as matrices.</summary>
    protected MatrixUse Matrix(GraphParameter weight) => _layers[weight.Name][0];

    /// <summary>The most elements of a weight that can go.</summary>
    protected virtual long MostOf(GraphParameter weight) =>
        weight.ElementCount - Math.Clamp(Rules.Staying(OriginalOf(weight)), 1, weight.ElementCount);

    /// <summary>Which elements of a weight may go (boolean, of its shape); null for all.</summary>
    /// <param name="weight">The weight.</param>
    /// <param name="scores">Its scores; −∞ for elements that are gone.</param>
    protected virtual Tensor? Allowed(GraphParameter weight, Tensor scores) => null;

    protected override void Choose(double sparsity, PruningCriterion criterion, CriterionContext context, bool isLast)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable withoutGradient = no_grad();
        string[] names = [.. _weights.Select(weight => weight.Name)];
        Dictionary<string, Tensor> scores = criterion.ScoreElements(context, names);
        var comparable = new ComparableScores(_layers, criterion.Comparison);
        Tensor[] ranked = [.. _weights.Select(weight => Ranked(weight, scores[weight.Name], comparable))];
        Tensor[] goes = Lowest(ranked, sparsity);
        var masks = new Dictionary<string, Tensor>();
        for (int i = 0; i < _weights.Length; i++)
            masks.Add(names[i], goes[i].logical_not().to_type(_weights[i].Value.dtype).reshape(_weights[i].Shape));
        criterion.Compensate(context with { MayExchange = MayExchange }, masks);
        foreach (GraphParameter weight in _weights)
        {
            weight.SetMask(masks[weight.Name]);
            weight.ApplyMask();
        }
    }

    /// <summary>For each of some weights that compete with one another which elements go, flat and boolean.</summary>
    /// <param name="weights">The weights.</param>
    /// <param name="scores">Their scores; −∞ for elements that are gone, +∞ for those that must stay.</param>
    /// <param name="wanted">How many are to be gone.</param>
    protected virtual Tensor[] Lowest(IReadOnlyList<GraphParameter> weights, IReadOnlyList<Tensor> scores, long wanted)
    {
        Tensor[] flat = [.. scores.Select(score => score.flatten().clone())];
        foreach (Tensor score in flat)
            score[score.argmax().item<long>()] = double.PositiveInfinity;
        for (int i = 0; i < flat.Length && Rules.MostOfLayer is not null; i++)
            KeepBest(flat[i], weights[i].ElementCount - Math.Max(MostOf(weights[i]), Gone(weights[i])));
        return LowestScores.Select(cat(flat), wanted).split([.. weights.Select(weight => weight.ElementCount)]);
    }

    private static void KeepBest(Tensor scores, long count)
    {
        if (count <= 0)
            return;
        (_, Tensor best) = scores.topk((int)count);
        scores.Fill(0, best, double.PositiveInfinity);
    }

    private Tensor[] Lowest(Tensor[] ranked, double sparsity)
    {
        if (Rules.Ratios is { } ratios)
        {
            long[] gone = LayerAllotment.CountGone(ratios, RatioLayers(), sparsity);
            return
            [
                .. _weights.Select(
                    (weight, i) =>
                        Lowest(
                            [weight],
                            [ranked[i]],
                            Possible([weight], [ranked[i]], gone[i] - (OriginalOf(weight) - weight.ElementCount))
                        )[0]
                ),
            ];
        }
        if (Rules.Scope == PruningScope.Global)
            return Lowest(_weights, ranked, Wanted(_weights, ranked, sparsity));
        return [.. _weights.Select((weight, i) => Lowest([weight], [ranked[i]], Wanted([weight], [ranked[i]], sparsity))[0])];
    }

    /// <summary>
    /// How many elements of the weights are to be gone: the fraction, as far as elements may go and score below the threshold; none comes
    /// back.
    /// </summary>
    private long Wanted(GraphParameter[] weights, Tensor[] ranked, double sparsity)
    {
        long original = weights.Sum(OriginalOf),
            present = weights.Sum(weight => weight.ElementCount);
        return Possible(weights, ranked, Rounding.ToCount(sparsity, original) - (original - present));
    }

    private long Possible(GraphParameter[] weights, Tensor[] ranked, long wanted)
    {
        wanted = Math.Min(wanted, weights.Sum(MostOf));
        if (Rules.Threshold is { } threshold)
            wanted = Math.Min(wanted, ranked.Sum(scores => scores.IsBelow(threshold).sum().item<long>()));
        return Math.Max(wanted, weights.Sum(Gone));
    }

    private RatioLayer[] RatioLayers() =>
        [
            .. _weights.Select(
                (weight, i) =>
                {
                    long original = OriginalOf(weight),
                        removed = original - weight.ElementCount,
                        gone = Gone(weight);
                    return _places.Mark(
                        new RatioLayer(_names[i], [_names[i]], original, gone + removed, Math.Max(MostOf(weight), gone) + removed)
                        {
                            Shape = original > weight.ElementCount ? Rules.OriginalShapes[weight.Name] : weight.Shape,
                        }
                    );
                }
            ),
        ];

    /// <summary>Elements of the weight that are zero.</summary>
    private static long Gone(GraphParameter weight)
    {
        using Tensor nonzero = count_nonzero(weight.Value);
        return weight.ElementCount - nonzero.item<long>();
    }

    /// <summary>Scores in which zeros come first, so that they stay gone, and what may not go last.</summary>
    private Tensor Ranked(GraphParameter weight, Tensor scores, ComparableScores comparable)
    {
        // Held until the end: a scalar that is made in passing may be finalized while native code still reads it (dotnet/TorchSharp pull
        // request 1434).
        using Scalar zero = 0.ToScalar();
        using Scalar first = double.NegativeInfinity.ToScalar();
        using Scalar last = double.PositiveInfinity.ToScalar();
        Tensor gone = weight.Value.detach().eq(zero);
        Tensor alive = scores.detach().nan_to_num(0).masked_fill(gone, first);
        Tensor ranked = comparable.Of(weight.Name, alive);
        if (Allowed(weight, ranked) is { } allowed)
            ranked = ranked.masked_fill(allowed.logical_not(), last);
        return ranked.masked_fill(gone, first);
    }

    private long OriginalOf(GraphParameter weight) => Math.Max(Rules.OriginalElements(weight.Name), weight.ElementCount);
}
