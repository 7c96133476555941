using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Pruning.Networks.Criteria;
using PSModelPruning.Compute.Runtime;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Pruning.Networks.Granularities;

/// <summary>
/// As <see cref="ElementSelection"/>, but only the lowest M − N of every M neighbouring weights of an output may go, and of a rest of
/// fewer than M all but N. The whole pattern is reached at the greatest sparsity.
/// </summary>
internal sealed class PatternSelection(Graph graph, GranularityRules rules, NMPattern pattern) : ElementSelection(graph, rules)
{
    // Set before the base asks what can go: an initializer runs before the base's constructor.
    private readonly NMPattern _pattern = pattern;

    protected override bool MayExchange => false;

    protected override long MostOf(GraphParameter weight)
    {
        long inputs = Matrix(weight).ToMatrix(weight.Value.detach()).size(2),
            rest = inputs % _pattern.Of;
        return weight.ElementCount / inputs * (inputs / _pattern.Of * (_pattern.Of - _pattern.Kept) + Math.Max(0, rest - _pattern.Kept));
    }

    protected override Tensor Allowed(GraphParameter weight, Tensor scores)
    {
        MatrixUse use = Matrix(weight);
        Tensor rows = use.ToMatrix(scores);
        long inputs = rows.size(2),
            fill = (_pattern.Of - inputs % _pattern.Of) % _pattern.Of;
        // What fills the last group up counts as gone.
        Tensor groups = nn
            .functional.pad(rows, [0, fill], value: double.NegativeInfinity)
            .reshape(rows.size(0), rows.size(1), -1, _pattern.Of);
        Tensor mayGo = groups.argsort(-1).argsort(-1).IsBelow(_pattern.Of - _pattern.Kept).flatten(2).narrow(2, 0, inputs);
        return use.ToWeight(mayGo, weight.Shape);
    }
}
