using PSModelPruning.Compute.Runtime;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Networks.Operators;

/// <summary>
/// In training, zeroes each element with probability <c>ratio</c> (default 0.5) and divides the rest by 1 − ratio (Srivastava et al. 2014,
/// inverted); otherwise the input itself. The mask is drawn from the run's own generator, so that a seed gives the same mask.
/// </summary>
internal sealed class DropoutOperator : ElementwiseOperator
{
    internal override string Type => "Dropout";

    internal override Tensor Execute(Node node, Tensor?[] inputs, in RunContext context)
    {
        Tensor input = inputs[0]!;
        double ratio = node.Attributes.Number("ratio", 0.5);
        if (!context.IsTraining || ratio <= 0)
            return input;
        Tensor mask;
        using (no_grad())
        using (Tensor kept = empty_like(input))
        {
            Generator generator = context.Generator
                ?? throw new InvalidOperationException("A training run with dropout needs a generator.");
            mask = kept.bernoulli_(1 - ratio, generator).Over(1 - ratio);
        }
        return input * mask;
    }

    internal override bool IsIdentityInInference => true;

    internal override double? InitialGain => null;

    internal override bool CompletesLayer(Node node, Predicate<string> isParameter) => true;

    internal override SignalFlow Flow(Node node) => SignalFlow.Follows;

    internal override bool Compile(Node node, ILaneBuilder lanes) => lanes.Rename(node);
}
