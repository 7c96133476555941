using static TorchSharp.torch;

namespace PSModelPruning.Compute.Training.Losses;

/// <summary>
/// The cross-entropy of the softmax of the logits with the true class, in nats; with a weight a class (the mean is divided by the sum of
/// the weights of its rows) and label smoothing (Szegedy et al. 2016), which spreads a part of the target over all classes.
/// </summary>
internal sealed class CrossEntropyLoss : Loss
{
    private readonly Tensor? _weights;
    private readonly double _smoothing;

    internal CrossEntropyLoss(TrainingOptions options)
    {
        _smoothing = options.LabelSmoothing;
        if (options.ClassWeights.Count > 0)
            _weights = tensor(options.ClassWeights.Select(w => (float)w).ToArray()).DetachFromDisposeScope();
    }

    internal override Tensor Compute(Tensor output, Tensor target) =>
        _smoothing > 0 || _weights is not null
            ? nn.functional.cross_entropy(output, target, _weights, label_smoothing: _smoothing)
            : nn.functional.cross_entropy(output, target);

    internal override Tensor NegativeLogLikelihood(Tensor output, Tensor target) =>
        nn.functional.cross_entropy(output, target, _weights, reduction: nn.Reduction.Sum, label_smoothing: _smoothing);

    public override void Dispose() => _weights?.Dispose();
}
