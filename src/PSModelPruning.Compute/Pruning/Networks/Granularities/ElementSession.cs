using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Pruning.Networks.Criteria;
using TorchSharp;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Pruning.Networks.Granularities;

/// <summary>
/// Sets the masks of weights. Exactly round(sparsity × original weights) elements are gone afterwards (weights that earlier channel pruning
/// removed count as gone): over all layers together, or in each layer. Every layer keeps at least one weight. O(weights) a step.
/// </summary>
internal sealed class ElementSession : GranularitySession
{
    private readonly Graph _graph;
    private readonly GranularityRules _rules;
    private readonly GraphParameter[] _weights;
    private readonly Dictionary<string, string> _untouched = [];

    internal ElementSession(Graph graph, GranularityRules rules)
    {
        _graph = graph;
        _rules = rules;
        var weights = new List<GraphParameter>();
        foreach ((Node node, GraphParameter weight) in graph.PrunableWeights())
        {
            if (rules.ExcludedLayers.TryGetValue(node.Name, out string? reason))
                _untouched[node.Name] = reason;
            else
                weights.Add(weight);
        }
        _weights = [.. weights];
    }

    internal override IReadOnlyDictionary<string, string> Untouched => _untouched;

    internal override long Candidates => _weights.Sum(weight => weight.ElementCount);

    internal override double Reached => Original == 0 ? 0 : (double)(_weights.Sum(Gone) + Removed) / Original;

    internal override double Most => Original == 0 ? 0 : (double)(Original - _weights.Length) / Original;

    private long Original => _weights.Sum(OriginalOf);

    /// <summary>Weights that earlier pruning removed bodily.</summary>
    private long Removed => _weights.Sum(weight => OriginalOf(weight) - weight.ElementCount);

    protected override void Choose(double sparsity, PruningCriterion criterion, CriterionContext context, bool isLast)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable withoutGradient = no_grad();
        string[] names = [.. _weights.Select(weight => weight.Name)];
        Dictionary<string, Tensor> scores = criterion.ScoreElements(context, names);
        var comparable = new ComparableScores(_graph, names, criterion.Comparison);
        Tensor[] ranked = [.. _weights.Select(weight => Ranked(weight, scores[weight.Name], comparable))];
        Tensor[] goes = Lowest(ranked, sparsity);
        var masks = new Dictionary<string, Tensor>();
        for (int i = 0; i < _weights.Length; i++)
            masks.Add(names[i], goes[i].logical_not().to_type(_weights[i].Value.dtype).reshape(_weights[i].Shape));
        criterion.Compensate(context with { MayExchange = true }, masks);
        foreach (GraphParameter weight in _weights)
        {
            weight.SetMask(masks[weight.Name]);
            weight.ApplyMask();
        }
    }

    /// <summary>For every weight which of its elements go.</summary>
    private Tensor[] Lowest(Tensor[] ranked, double sparsity)
    {
        if (_rules.Scope == PruningScope.Global)
        {
            long wanted = Rounding.ToCount(sparsity, Original) - Removed;
            wanted = Math.Max(Math.Min(wanted, Candidates - _weights.Length), _weights.Sum(Gone));
            Tensor goes = LowestScores.Select(cat(ranked), wanted);
            return goes.split([.. _weights.Select(weight => weight.ElementCount)]);
        }
        return [.. _weights.Select((weight, i) =>
        {
            long wanted = Rounding.ToCount(sparsity, OriginalOf(weight)) - (OriginalOf(weight) - weight.ElementCount);
            return LowestScores.Select(ranked[i], Math.Max(Math.Min(wanted, weight.ElementCount - 1), Gone(weight)));
        })];
    }

    /// <summary>Elements of the weight that are zero.</summary>
    private static long Gone(GraphParameter weight)
    {
        using Tensor nonzero = count_nonzero(weight.Value);
        return weight.ElementCount - nonzero.item<long>();
    }

    /// <summary>Flat scores in which zeros come first, so that they stay gone, and the best element last, so that it stays.</summary>
    private static Tensor Ranked(GraphParameter weight, Tensor scores, ComparableScores comparable)
    {
        Tensor gone = weight.Value.detach().eq(0);
        Tensor alive = scores.detach().nan_to_num(0).masked_fill(gone, float.NegativeInfinity);
        Tensor flat = comparable.Of(weight.Name, alive).masked_fill(gone, float.NegativeInfinity).flatten();
        using Tensor best = flat.argmax();
        flat[best.item<long>()] = float.PositiveInfinity;
        return flat;
    }

    private long OriginalOf(GraphParameter weight) => Math.Max(_rules.OriginalElements(weight.Name), weight.ElementCount);
}
