using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Pruning.Networks.Criteria;
using PSModelPruning.Compute.Pruning.Networks.Structures;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Pruning.Networks.Sensitivity;

/// <summary>
/// A criterion that has scored a network once and gives these scores for every copy of it. What goes is made up for as the criterion does:
/// what it keeps for that lives in the dispose scope in which this was made.
/// </summary>
internal sealed class CachedCriterion : PruningCriterion, IDisposable
{
    private readonly PruningCriterion _criterion;
    private readonly Dictionary<string, Tensor> _elements = [];
    private readonly Dictionary<(string Parameter, int Axis, int Index), double> _units = [];

    /// <param name="criterion">What scores.</param>
    /// <param name="context">The network and its rows.</param>
    /// <param name="part">What is scored: units, or elements of weights.</param>
    /// <param name="excluded">Layers that the criterion cannot score.</param>
    internal CachedCriterion(
        PruningCriterion criterion,
        CriterionContext context,
        ScoredPart part,
        IReadOnlyDictionary<string, string> excluded
    )
    {
        _criterion = criterion;
        if (part == ScoredPart.Unit)
        {
            PruningUnit[] units =
            [
                .. UnitGroups
                    .Of(context.Graph)
                    .Where(group => group.FixedReason is null && !group.Layers.Any(excluded.ContainsKey))
                    .SelectMany(group => group.Units),
            ];
            double[] scores = criterion.ScoreUnits(context, new UnitIndex(context.Graph, units)).data<double>().ToArray();
            for (int i = 0; i < units.Length; i++)
                _units[Key(units[i])] = scores[i];
            return;
        }
        string[] names =
        [
            .. context.Graph.PrunableWeights().Where(layer => !excluded.ContainsKey(layer.Node.Name)).Select(layer => layer.Weight.Name),
        ];
        foreach ((string name, Tensor scores) in criterion.ScoreElements(context, names))
            _elements.Add(name, scores.detach().clone().DetachFromDisposeScope());
    }

    internal override string Name => _criterion.Name;

    internal override string Description => _criterion.Description;

    internal override bool IsComparableAcrossLayers => _criterion.IsComparableAcrossLayers;

    internal override ScoreComparison Comparison => _criterion.Comparison;

    internal override Dictionary<string, Tensor> ScoreElements(CriterionContext context, IReadOnlyCollection<string> parameters) =>
        parameters.ToDictionary(name => name, name => _elements[name].alias());

    internal override Tensor ScoreUnits(CriterionContext context, UnitIndex units) =>
        tensor([.. units.Units.Select(unit => _units[Key(unit)])]);

    internal override void Compensate(CriterionContext context, IDictionary<string, Tensor> masks) => _criterion.Compensate(context, masks);

    public void Dispose()
    {
        foreach (Tensor scores in _elements.Values)
            scores.Dispose();
    }

    private static (string, int, int) Key(PruningUnit unit) =>
        (unit.Producers[0].Parameter, unit.Producers[0].Axis, unit.Producers[0].Index);
}
