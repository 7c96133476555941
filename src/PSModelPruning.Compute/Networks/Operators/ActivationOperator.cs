namespace PSModelPruning.Compute.Networks.Operators;

/// <summary>An activation function: what a unit gives is what comes out behind it.</summary>
internal abstract class ActivationOperator : ElementwiseOperator
{
    internal sealed override bool IsActivationFunction => true;

    internal sealed override SignalFlow Flow(Node node) => SignalFlow.Follows;
}
