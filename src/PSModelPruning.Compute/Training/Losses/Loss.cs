using static TorchSharp.torch;

namespace PSModelPruning.Compute.Training.Losses;

/// <summary>What training minimizes. Listed in <see cref="LossCatalog"/>. Owned by a run.</summary>
internal abstract class Loss : IDisposable
{
    /// <summary>The mean loss of a batch, a differentiable scalar.</summary>
    /// <param name="output">The network's raw output: logits <c>[rows, classes]</c>, or <c>[rows, 1]</c> in learned units.</param>
    /// <param name="target">Class indices <c>[rows]</c> (int64), or numbers <c>[rows, 1]</c> in learned units.</param>
    internal abstract Tensor Compute(Tensor output, Tensor target);

    /// <summary>
    /// The sum over the rows of the negative logarithm of the likelihood that the loss stands for, up to a constant.
    /// </summary>
    /// <param name="output">As for <see cref="Compute"/>.</param>
    /// <param name="target">As for <see cref="Compute"/>.</param>
    internal abstract Tensor NegativeLogLikelihood(Tensor output, Tensor target);

    /// <summary>Releases the tensors that the loss holds.</summary>
    public virtual void Dispose() { }
}
