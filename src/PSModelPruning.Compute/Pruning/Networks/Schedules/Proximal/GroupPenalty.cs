using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Pruning.Networks.Criteria;
using PSModelPruning.Compute.Pruning.Networks.Structures;
using PSModelPruning.Compute.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Pruning.Networks.Schedules.Proximal;

/// <summary>
/// The group lasso: Σ_u √p_u·‖v_u‖₂ over units (channels, neurons), v_u the p_u numbers that make the unit: its filters or rows, biases and
/// BatchNorm factors. The proximal operator is the block soft threshold, v·max(1 − τ√p/‖v‖, 0). Yuan, Lin: "Model selection and estimation
/// in regression with grouped variables", 2006, equation 2.3; Wen et al.: "Learning Structured Sparsity in Deep Neural Networks", 2016;
/// Scardapane et al.: "Group sparse regularization for deep neural networks", 2017.
/// </summary>
/// <remarks>
/// The weights that read a unit are left out: as producers they belong to a unit of the next layer, and groups that do not overlap have
/// this closed form.
/// </remarks>
internal sealed class GroupPenalty : ProximalPenalty
{
    private readonly Graph _graph;
    private readonly UnitIndex _units;
    private readonly UnitAxis[] _makers;
    private readonly Dictionary<string, Tensor> _before;
    private readonly Tensor _roots;

    /// <param name="graph">The graph that is trained.</param>
    /// <param name="units">Its units that may go.</param>
    internal GroupPenalty(Graph graph, IReadOnlyList<PruningUnit> units)
    {
        _graph = graph;
        _units = new UnitIndex(graph, units);
        _makers = [.. _units.Axes.Where(axis => axis.Role != SliceRole.Consumer)];
        using IDisposable withoutGradient = no_grad();
        using DisposeScope scope = NewDisposeScope();
        _before = _makers
            .Select(axis => axis.Parameter)
            .Distinct()
            .ToDictionary(name => name, name => graph.Parameters[name].Value.detach().clone().DetachFromDisposeScope());
        _roots = Sum(graph, _units, value => ones_like(value)).sqrt().DetachFromDisposeScope();
    }

    internal override PruningCriterion Criterion { get; } = new MakerNorms();

    internal override PenaltyControl Control(double fraction, double learningRate, long updates, double? strength) =>
        new DeadlineControl(this, fraction, learningRate, strength ?? 0);

    internal override double Zero()
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable withoutGradient = no_grad();
        return 1 - count_nonzero(Sizes()).item<long>() / (double)_units.Count;
    }

    internal override void Apply(double threshold)
    {
        using DisposeScope scope = NewDisposeScope();
        foreach ((string name, Tensor before) in _before)
            before.copy_(_graph.Parameters[name].Value);
        Tensor sizes = Sizes();
        // A group that is zero has no direction to shrink in, and stays zero.
        Tensor factors = sizes.Plus(-threshold).AtLeast(0) / sizes.AtLeast(1e-30);
        foreach (UnitAxis axis in _makers)
        {
            Tensor value = _graph.Parameters[axis.Parameter].Value;
            Tensor byIndex = ones(value.size(axis.Axis), ScalarType.Float64)
                .index_copy_(0, tensor(axis.Slices), factors.index_select(0, tensor(axis.Units)));
            long[] shape = [.. Enumerable.Range(0, (int)value.dim()).Select(i => i == axis.Axis ? value.size(i) : 1)];
            value.mul_(byIndex.to_type(value.dtype).reshape(shape));
        }
    }

    internal override void PutBack()
    {
        using IDisposable withoutGradient = no_grad();
        foreach ((string name, Tensor before) in _before)
            _graph.Parameters[name].Value.copy_(before);
    }

    /// <summary>‖v_u‖/√p_u, <c>[units]</c>, float64.</summary>
    protected override Tensor Sizes() => Sum(_graph, _units, TensorArithmetic.Squared).sqrt() / _roots;

    /// <summary>The sum of some numbers over all that makes each unit.</summary>
    private static Tensor Sum(Graph graph, UnitIndex units, Func<Tensor, Tensor> numbers) =>
        units.Scatter(axis =>
        {
            if (axis.Role == SliceRole.Consumer)
                return null;
            Tensor value = graph.Parameters[axis.Parameter].Value.detach();
            return numbers(value).transpose(0, axis.Axis).reshape(value.size(axis.Axis), -1).sum(1, type: ScalarType.Float64);
        });

    public override void Dispose()
    {
        _roots.Dispose();
        foreach (Tensor tensor in _before.Values)
            tensor.Dispose();
    }

    /// <summary>Ranks units by the threshold from which on they become zero.</summary>
    private sealed class MakerNorms : PruningCriterion
    {
        internal override string Name => "Magnitude";

        internal override string Description => "The norm of the weights that produce a unit, divided by the root of their number";

        internal override bool IsComparableAcrossLayers => true;

        internal override Dictionary<string, Tensor> ScoreElements(CriterionContext context, IReadOnlyCollection<string> parameters) =>
            parameters.ToDictionary(name => name, name => context.Graph.Parameters[name].Value.detach().abs());

        internal override Tensor ScoreUnits(CriterionContext context, UnitIndex units) =>
            (Sum(context.Graph, units, TensorArithmetic.Squared) / Sum(context.Graph, units, value => ones_like(value))).sqrt();
    }
}
