using static TorchSharp.torch;

namespace PSModelPruning.Compute.Pruning.Networks.Criteria;

/// <summary>
/// Channels that give little go: the mean of |a| over a channel's activations a behind its activation function (or, where none follows, as
/// the layer gives them), over all calibration rows and places.
/// </summary>
/// <remarks>
/// Molchanov, Tyree, Karras, Aila, Kautz: "Pruning Convolutional Neural Networks for Resource Efficient Inference", 2017, section 2.2,
/// "Activation", for rectifiers, where |a| = a. Global competition divides by the layer's mean.
/// </remarks>
internal sealed class MeanActivationCriterion : UnitCriterion
{
    internal override string Name => "MeanActivation";

    internal override string Description => "Removes channels with a small mean activation (Molchanov et al. 2017)";

    internal override bool NeedsData => true;

    internal override Tensor ScoreUnits(CriterionContext context, UnitIndex units)
    {
        var behind = new UnitActivations(context.Graph, units.Units, node => node.Operator.IsActivationFunction);
        HashSet<string> makers = [.. units.Units.SelectMany(unit => unit.Layers)];
        var given = new UnitActivations(context.Graph, units.Units, node => makers.Contains(node.Name));
        Tensor hasFunction = tensor(behind.Carried());
        return where(hasFunction, Mean(behind), Mean(given));

        Tensor Mean(UnitActivations activations) =>
            activations.Mean(context.Rows!, activation => activation.abs(), context.Monitor.Cancellation);
    }
}
