using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Pruning.Networks.Schedules.Surgery;

/// <summary>
/// The masks T of dynamic network surgery. The network is run with W⊙T while all of W is trained, so that a weight that was cut wrongly
/// grows and is spliced back: T becomes 0 where |w| &lt; a, 1 where |w| ≥ b, and stays between (Guo, Yao, Chen 2016, equation 3), a = 0.9·t
/// and b = 1.1·t with a threshold t a layer.
/// </summary>
internal sealed class SurgeryMasks : EffectiveWeights, IDisposable
{
    private const double Lower = 0.9,
        Upper = 1.1;

    private readonly GraphParameter[] _weights;
    private readonly Dictionary<string, Tensor> _masks;
    private readonly Dictionary<string, Tensor> _thresholds;

    /// <param name="weights">The weights that may go; nothing is masked at first but zeros.</param>
    internal SurgeryMasks(IEnumerable<GraphParameter> weights)
    {
        using IDisposable withoutGradient = no_grad();
        _weights = [.. weights];
        _masks = _weights.ToDictionary(
            weight => weight.Name,
            weight =>
            {
                using DisposeScope scope = NewDisposeScope();
                return weight.Value.detach().IsNot(0).to_type(ScalarType.Float32).DetachFromDisposeScope();
            }
        );
        _thresholds = _weights.ToDictionary(weight => weight.Name, _ => zeros(1).DetachFromDisposeScope());
    }

    internal override string Name => "DynamicSurgery";

    internal override IReadOnlyList<(string Name, Tensor Value)> State =>
        [
            .. _masks.Select(entry => ("mask:" + entry.Key, entry.Value)),
            .. _thresholds.Select(entry => ("threshold:" + entry.Key, entry.Value)),
        ];

    /// <summary>Weights that are masked now.</summary>
    internal long Masked =>
        _weights.Sum(weight =>
        {
            using Tensor used = count_nonzero(_masks[weight.Name]);
            return weight.ElementCount - used.item<long>();
        });

    internal override void Apply(Graph graph)
    {
        foreach (GraphParameter weight in _weights)
            weight.Value.mul_(_masks[weight.Name]);
    }

    /// <summary>
    /// For every element the threshold at which it would change sides: |w|/0.9 for one that is in use, |w|/1.1 for one that is masked.
    /// </summary>
    internal Tensor Sizes(GraphParameter weight)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor factor = _masks[weight.Name].Times(1 / Lower - 1 / Upper).Plus(1 / Upper);
        return (weight.Value.detach().abs() * factor).MoveToOuterDisposeScope();
    }

    /// <summary>Cuts and splices by the thresholds as they are.</summary>
    internal void Update()
    {
        foreach (GraphParameter weight in _weights)
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor mask = _masks[weight.Name],
                size = weight.Value.detach().abs(),
                threshold = _thresholds[weight.Name];
            Tensor above = size.ge(threshold.Times(Upper)).to_type(ScalarType.Float32),
                notBelow = size.ge(threshold.Times(Lower)).to_type(ScalarType.Float32);
            mask.mul_(notBelow);
            mask.copy_(maximum(mask, above));
        }
    }

    /// <summary>Sets masks and, by them, every layer's threshold: the greatest at which just what is masked would be.</summary>
    /// <param name="choose">Sets the masks of the parameters themselves, from the real weights; they are put back as they were.</param>
    internal void Set(Action choose)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor[] real = [.. _weights.Select(weight => weight.Value.detach().clone())],
            sizes = [.. _weights.Select(Sizes)];
        Tensor?[] before = [.. _weights.Select(weight => weight.Mask?.clone())];
        choose();
        for (int i = 0; i < _weights.Length; i++)
        {
            GraphParameter weight = _weights[i];
            Tensor mask = _masks[weight.Name];
            mask.copy_(weight.Mask ?? ones_like(mask));
            weight.SetMask(before[i]);
            weight.Value.copy_(real[i]);
            Tensor largest = (sizes[i] * mask.SubtractedFrom(1)).max();
            _thresholds[weight.Name].copy_(largest.reshape(1));
        }
    }

    /// <summary>Makes the masks the network's own: from now on what is masked is gone.</summary>
    internal void Settle()
    {
        foreach (GraphParameter weight in _weights)
        {
            weight.SetMask(_masks[weight.Name].clone());
            weight.ApplyMask();
        }
    }

    public void Dispose()
    {
        foreach (Tensor tensor in _masks.Values.Concat(_thresholds.Values))
            tensor.Dispose();
    }
}
