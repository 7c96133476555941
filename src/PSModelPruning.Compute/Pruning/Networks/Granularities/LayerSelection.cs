using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Pruning.Networks.Criteria;
using PSModelPruning.Compute.Pruning.Networks.Structures;
using TorchSharp;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Pruning.Networks.Granularities;

/// <summary>
/// Takes the blocks with the lowest scores out of a graph on <see cref="Complete"/>: round(sparsity × original blocks). All of them may go.
/// </summary>
internal sealed class LayerSelection : UnitSelection
{
    private readonly Graph _graph;
    private readonly GranularityRules _rules;
    private readonly Dictionary<string, string> _untouched = [];
    private readonly List<NetworkBlock> _blocks = [];
    private readonly HashSet<NetworkBlock> _going = [];

    internal LayerSelection(Graph graph, GranularityRules rules)
    {
        _graph = graph;
        _rules = rules;
        foreach (NetworkBlock block in NetworkBlocks.Of(graph))
        {
            if (block.Layers.FirstOrDefault(rules.ExcludedLayers.ContainsKey) is { } excluded)
                Leave(block.Layers, layer => rules.ExcludedLayers.GetValueOrDefault(layer) ?? $"its block keeps '{excluded}'");
            else
                _blocks.Add(block);
        }
        HashSet<string> inBlocks = [.. _blocks.SelectMany(block => block.Nodes)];
        Leave(graph.Nodes.Select(node => node.Name).Where(name => !inBlocks.Contains(name)), _ => "is in no block that could go");
    }

    internal override IReadOnlyDictionary<string, string> Untouched => _untouched;

    internal override long Candidates => _blocks.Count;

    internal override double Reached => Original == 0 ? 0 : (double)Gone / Original;

    internal override double Most => Original == 0 ? 0 : 1;

    private int Gone => BlockRemoval.Count(_graph) + _going.Count;

    internal override long Original => BlockRemoval.Count(_graph) + _blocks.Count;

    protected override void Choose(double sparsity, PruningCriterion criterion, CriterionContext context, bool isLast)
    {
        int wanted = (int)Rounding.ToCount(sparsity, Original) - Gone;
        NetworkBlock[] staying = [.. _blocks.Where(block => !_going.Contains(block))];
        if (wanted <= 0 || staying.Length == 0)
            return;
        using DisposeScope scope = NewDisposeScope();
        double[] scores = criterion.ScoreBlocks(context, staying);
        foreach ((NetworkBlock block, double score) in staying.Zip(scores).OrderBy(entry => entry.Second).Take(wanted))
        {
            if (_rules.Threshold is { } threshold && score >= threshold)
                break;
            _going.Add(block);
            context.Monitor.Verbose(
                $"Block '{block.Name}' ({string.Join(", ", block.Layers)}) is removed: its score is {score:G4}, the best of the others "
                    + $"{scores.Max():G4}."
            );
        }
    }

    internal override IReadOnlyList<int> Masked => [.. Enumerable.Range(0, _blocks.Count).Where(i => _going.Contains(_blocks[i]))];

    internal override void Restore(IReadOnlyList<int> masked) =>
        _going.UnionWith(masked.Select(i => i >= 0 && i < _blocks.Count ? _blocks[i] : throw NoSuchUnit()));

    internal override void Complete()
    {
        BlockRemoval.Remove(_graph, _going);
        _blocks.RemoveAll(_going.Contains);
        _going.Clear();
    }

    private void Leave(IEnumerable<string> nodes, Func<string, string> reason)
    {
        foreach (string node in nodes)
            _untouched.TryAdd(node, reason(node));
    }
}
