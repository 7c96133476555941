using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Pruning.Networks.Criteria;
using PSModelPruning.Compute.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Pruning.Networks.Schedules.Proximal;

/// <summary>
/// The sum of the absolute weights: the proximal operator is the soft threshold, sign(w)·max(|w| − τ, 0). Duchi, Singer: "Efficient Online
/// and Batch Learning Using Forward Backward Splitting", 2009, section 5.1.
/// </summary>
internal sealed class ElementPenalty : ProximalPenalty
{
    private readonly GraphParameter[] _weights;
    private readonly Tensor[] _before;

    internal ElementPenalty(IEnumerable<GraphParameter> weights)
    {
        _weights = [.. weights];
        using IDisposable withoutGradient = no_grad();
        _before = [.. _weights.Select(weight => weight.Value.detach().clone().DetachFromDisposeScope())];
    }

    internal override PruningCriterion Criterion { get; } = new MagnitudeCriterion();

    internal override PenaltyControl Control(double fraction, double learningRate, long updates, double? strength) =>
        new FollowingControl(strength ?? Quantile(fraction) / (learningRate * updates));

    internal override double Zero() =>
        1
        - _weights.Sum(weight =>
        {
            using Tensor nonzero = count_nonzero(weight.Value);
            return nonzero.item<long>();
        }) / (double)_weights.Sum(weight => weight.ElementCount);

    internal override void Apply(double threshold)
    {
        using DisposeScope scope = NewDisposeScope();
        for (int i = 0; i < _weights.Length; i++)
        {
            Tensor value = _weights[i].Value;
            _before[i].copy_(value);
            value.sub_(_before[i].Within(-threshold, threshold));
        }
    }

    internal override void PutBack()
    {
        using IDisposable withoutGradient = no_grad();
        for (int i = 0; i < _weights.Length; i++)
            _weights[i].Value.copy_(_before[i]);
    }

    protected override Tensor Sizes() => cat([.. _weights.Select(weight => weight.Value.detach().abs().flatten())]);

    public override void Dispose()
    {
        foreach (Tensor tensor in _before)
            tensor.Dispose();
    }
}
