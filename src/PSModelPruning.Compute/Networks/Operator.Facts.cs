using PSModelPruning.Compute.Networks.Building;

namespace PSModelPruning.Compute.Networks;

/// <content>
/// What builders, kernels, pruning and training need to know of an operator beside its arithmetic. Every fact has a default that is right
/// for an operator that says nothing, so that no other place lists operators.
/// </content>
internal abstract partial class Operator
{
    // Starting weights.

    /// <summary>
    /// What weights before it are multiplied by in variance, because it takes that much away: 2 for rectifiers, 1 for none. Null where what
    /// follows decides.
    /// </summary>
    internal virtual double? InitialGain => 1;

    /// <summary>How a parameter of a node starts; null for a constant, which keeps its value.</summary>
    /// <param name="node">The node.</param>
    /// <param name="input">Which input the parameter is.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="isTrainable">False for statistics and constants.</param>
    internal virtual Initializer? InitialValues(Node node, int input, long[] shape, bool isTrainable) => null;

    // The role in the network.

    /// <summary>True for an activation function: what a unit gives is what comes out behind it.</summary>
    internal virtual bool IsActivationFunction => false;

    /// <summary>True where the node makes exact zeros of what is not positive.</summary>
    internal virtual bool IsRectifier(Node node) => false;

    /// <summary>True for the sum of its inputs: the end of a residual connection.</summary>
    internal virtual bool IsSum => false;

    /// <summary>True where the channels of the output fall into heads, which can only go as wholes.</summary>
    internal virtual bool HasHeads => false;

    /// <summary>True where every row of the output is all numbers of the input's row in their order.</summary>
    internal virtual bool FlattensRows => false;

    /// <summary>True where it rounds activations to few bits or back: the network computes the same without it, but for rounding.</summary>
    internal virtual bool RoundsActivations => false;

    /// <summary>True where the output in training depends on the whole batch, whose statistics the node keeps for inference.</summary>
    internal virtual bool UsesBatchStatistics => false;

    /// <summary>True where the node is part of the layer before it: normalization, activation, a bias that is added.</summary>
    /// <param name="node">The node.</param>
    /// <param name="isParameter">Tells parameters from activations.</param>
    internal virtual bool CompletesLayer(Node node, Predicate<string> isParameter) => IsActivationFunction;

    // What passes through it.

    /// <summary>How amounts pass through it when the network is taken as linear.</summary>
    internal virtual SignalFlow Flow(Node node) => SignalFlow.Blocked;

    /// <summary>The inputs that multiply what flows, where they are parameters; other parameters are added or taken away.</summary>
    internal virtual IEnumerable<int> FlowFactors(Node node) => Matrices.Select(matrix => matrix.Input);

    /// <summary>False for an input through which no derivative exists: indices, comparisons.</summary>
    internal virtual bool IsDifferentiable(Node node, int input) => true;

    /// <summary>The activations that the node multiplies, by weights or by one another, so that few bits of them suffice.</summary>
    internal virtual IEnumerable<int> MultipliedInputs(Node node) =>
        Matrices.Any(matrix => matrix.Operator.Form != MatrixForm.Table) ? [0] : [];

    /// <summary>The axis of the output that the channels lie on.</summary>
    /// <param name="node">The node.</param>
    /// <param name="inputAxis">The axis that they lie on in the first activation that it reads.</param>
    /// <param name="rank">How many axes the output has, the rows among them.</param>
    internal virtual int ChannelAxis(Node node, int inputAxis, int rank) => inputAxis;

    // How finished networks compute it.

    /// <summary>
    /// Takes a factor and a term of every output channel into the node's own parameters, as a normalization behind it has them.
    /// </summary>
    /// <param name="node">The node.</param>
    /// <param name="folding">The parameters of the graph.</param>
    /// <param name="scale">The factor of every channel, float64.</param>
    /// <param name="shift">The term of every channel, float64.</param>
    /// <returns>The node as it becomes, or null where it cannot take them.</returns>
    internal virtual FoldedNode? Fold(Node node, IAffineFolding folding, TorchSharp.torch.Tensor scale, TorchSharp.torch.Tensor shift) =>
        null;

    /// <summary>Builds what the tiled kernels compute for the node; false where they cannot, and libtorch runs the network.</summary>
    internal virtual bool Compile(Node node, ILaneBuilder lanes) => false;
}
