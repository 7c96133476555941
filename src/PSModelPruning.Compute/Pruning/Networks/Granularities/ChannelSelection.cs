using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Pruning.Networks.Criteria;
using PSModelPruning.Compute.Pruning.Networks.Ratios;
using PSModelPruning.Compute.Pruning.Networks.Structures;
using TorchSharp;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Pruning.Networks.Granularities;

/// <summary>
/// Takes units (channels, neurons and all that is coupled to them) out of the groups of a graph: masks them first, removes them on
/// <see cref="Complete"/>. round(sparsity × original units) are gone afterwards: over all groups together, or in each; RoundTo may shift
/// that.
/// </summary>
internal sealed class ChannelSelection : UnitSelection
{
    private readonly Graph _graph;
    private readonly GranularityRules _rules;
    private readonly Dictionary<string, string> _untouched = [];
    private readonly bool _headsAlone;
    private List<ChannelGroup> _groups;

    /// <param name="graph">Is pruned in place.</param>
    /// <param name="rules">What must stay.</param>
    /// <param name="headsAlone">True where attention heads go and other units stay.</param>
    internal ChannelSelection(Graph graph, GranularityRules rules, bool headsAlone = false)
    {
        _headsAlone = headsAlone;
        _graph = graph;
        _rules = rules;
        _groups = FindGroups();
        rules.Ratios?.Check(RatioLayers(), _untouched);
    }

    internal override IReadOnlyDictionary<string, string> Untouched => _untouched;

    internal override long Candidates => _groups.Sum(group => group.Count);

    internal override double Reached => Original == 0 ? 0 : 1 - (double)_groups.Sum(group => group.Kept) / Original;

    internal override double Most =>
        Original == 0 ? 0
        : _rules.Ratios is { } ratios ? (double)RatioLayers().Sum(layer => LayerAllotment.MostOf(ratios, layer)) / Original
        : 1 - (double)_groups.Sum(group => group.Fewest) / Original;

    internal override long Original => _groups.Sum(group => group.Original);

    protected override void Choose(double sparsity, PruningCriterion criterion, CriterionContext context, bool isLast)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable withoutGradient = no_grad();
        var units = new UnitIndex(_graph, [.. _groups.SelectMany(group => group.Units)]);
        double[] scores = Scores(criterion, context, units);
        foreach (ChannelGroup group in _groups)
            group.BeginStep();
        if (_rules.Ratios is { } ratios)
            ChooseByLayer(scores, LayerAllotment.CountGone(ratios, RatioLayers(), sparsity));
        else if (_rules.Scope == PruningScope.Global)
            ChooseGlobally(scores, Rounding.ToCount(sparsity, Original) - (Original - Candidates), sparsity);
        else
            ChooseByGroup(scores, sparsity);
        foreach (ChannelGroup group in isLast ? _groups : [])
            group.RoundKept(_rules.RoundTo, scores);
        Dictionary<string, Tensor> masks = UnitMask.Create(_graph, _groups.SelectMany(group => group.Gone));
        criterion.Compensate(context, units.Weights.Where(masks.ContainsKey).ToDictionary(name => name, name => masks[name]));
        UnitMask.Apply(_graph, masks);
    }

    internal override IReadOnlyList<int> Masked => [.. _groups.SelectMany(group => group.GonePositions)];

    internal override void Restore(IReadOnlyList<int> masked)
    {
        var goes = new bool[Candidates];
        foreach (int position in masked)
        {
            if (position < 0 || position >= goes.Length)
                throw NoSuchUnit();
            goes[position] = true;
        }
        foreach (ChannelGroup group in _groups)
            group.Take(goes);
    }

    internal override void Complete()
    {
        PruningUnit[] gone = [.. _groups.SelectMany(group => group.Gone)];
        if (gone.Length == 0)
            return;
        StructureRemoval.Shrink(_graph, gone);
        UnitMask.DropIdle(_graph);
        // Groups that one layer's units fall into shrink by themselves, so the layer's shape does not tell what each had.
        Dictionary<string, Queue<int>> originals = _groups
            .GroupBy(group => string.Join('\n', group.Layers))
            .ToDictionary(groups => groups.Key, groups => new Queue<int>(groups.Select(group => group.Original)));
        _groups = FindGroups(originals);
    }

    private List<ChannelGroup> FindGroups(IReadOnlyDictionary<string, Queue<int>>? originals = null)
    {
        var groups = new List<ChannelGroup>();
        int first = 0;
        ChannelRelations relations = _graph.RelateChannels();
        AttentionHeads? heads = _headsAlone ? new AttentionHeads(_graph, relations) : null;
        foreach (UnitGroup group in UnitGroups.Of(_graph, relations))
        {
            string? reason =
                heads?.Contains(group.Units[0]) == false
                    ? "makes no attention head"
                    : group.FixedReason
                        ?? group
                            .Layers.Select(layer => _rules.ExcludedLayers.GetValueOrDefault(layer))
                            .FirstOrDefault(excluded => excluded is not null);
            if (reason is not null)
            {
                foreach (string layer in group.Layers)
                    _untouched.TryAdd(layer, reason);
                continue;
            }
            if (_rules.RoundTo > group.Units.Count)
                throw PruningErrors.RoundToTooLarge(_rules.RoundTo, group.Name, group.Units.Count);
            int original = originals?.GetValueOrDefault(string.Join('\n', group.Layers)) is { Count: > 0 } known
                ? known.Dequeue()
                : OriginalUnits(group);
            groups.Add(new ChannelGroup(group, first, original, (int)Math.Max(_rules.RoundTo, _rules.Staying(original))));
            first += group.Units.Count;
        }
        return groups;
    }

    /// <summary>The units that the group had in the oldest ancestor, from the length that one of its parameter axes had.</summary>
    private int OriginalUnits(UnitGroup group)
    {
        ParameterSlice slice = group.Units[0].Producers.FirstOrDefault() ?? group.Units[0].Slices[0];
        long now = _graph.Parameters[slice.Parameter].Shape[slice.Axis];
        return _rules.OriginalShapes.TryGetValue(slice.Parameter, out long[]? shape) && shape[slice.Axis] > now
            ? (int)(group.Units.Count * shape[slice.Axis] / now)
            : group.Units.Count;
    }

    private double[] Scores(PruningCriterion criterion, CriterionContext context, UnitIndex units)
    {
        double[] scores = criterion.ScoreUnits(context, units).nan_to_num(0).data<double>().ToArray();
        if (_rules.Scope == PruningScope.Global && !criterion.IsComparableAcrossLayers)
        {
            foreach (ChannelGroup group in _groups)
                group.DivideByMean(scores);
        }
        return scores;
    }

    private void ChooseGlobally(double[] scores, long wanted, double sparsity)
    {
        // A layer that is nearly empty costs more than a criterion foresees: others come first.
        double most = Math.Max(sparsity, NetworkPruningOptions.UsualMost);
        if (_rules.MostOfLayer is null)
            ChooseGlobally(scores, wanted, group =>
                Math.Max(group.Fewest, (int)(group.Original - GranularityRules.Whole(most * group.Original)))
            );
        ChooseGlobally(scores, wanted, group => group.Fewest);
    }

    private void ChooseGlobally(double[] scores, long wanted, Func<ChannelGroup, int> fewest)
    {
        double[] ranked = new double[scores.Length];
        foreach (ChannelGroup group in _groups)
            group.Rank(scores, ranked, fewest(group));
        wanted = Math.Min(wanted, _groups.Sum(group => Math.Max(0L, group.Count - fewest(group))));
        if (_rules.Threshold is { } threshold)
            wanted = Math.Min(wanted, ranked.Count(score => score < threshold));
        bool[] goes = LowestScores.Select(tensor(ranked), wanted).data<bool>().ToArray();
        foreach (ChannelGroup group in _groups)
            group.Take(goes);
    }

    private void ChooseByLayer(double[] scores, long[] gone)
    {
        for (int i = 0; i < _groups.Count; i++)
            _groups[i]
                .Keep(
                    Math.Max(
                        (int)(_groups[i].Original - gone[i]),
                        Math.Max(_groups[i].Fewest, _groups[i].AtLeast(_rules.Threshold, scores))
                    ),
                    scores
                );
    }

    private RatioLayer[] RatioLayers()
    {
        var places = new RatioPlaces(_graph);
        return
        [
            .. _groups.Select(group =>
                places.Mark(
                    new RatioLayer(
                        group.Name,
                        group.Layers,
                        group.Original,
                        group.Original - group.Kept,
                        group.Original - Math.Min(group.Fewest, group.Kept)
                    )
                )
            ),
        ];
    }

    private void ChooseByGroup(double[] scores, double sparsity)
    {
        foreach (ChannelGroup group in _groups)
            group.Keep(
                Math.Max(
                    Math.Max(group.Fewest, (int)(group.Original - Rounding.ToCount(sparsity, group.Original))),
                    group.AtLeast(_rules.Threshold, scores)
                ),
                scores
            );
    }
}
