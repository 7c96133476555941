using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Pruning.Networks.Quantization;

/// <summary>
/// A model as it is pruned: itself, or a copy in float32 where it is quantized, for pruning and training give numbers that the encoding
/// cannot represent. The copy has the decoded weights and no rounding of activations.
/// </summary>
internal sealed class SinglePrecision : IDisposable
{
    private readonly NetworkModel? _copy;

    internal SinglePrecision(NetworkModel model, PruningOptions options, IWorkMonitor monitor)
    {
        Model = model;
        if (!model.Graph.IsQuantized())
            return;
        Model = _copy = new NetworkModel(model.Describe(), model.Graph.InSinglePrecision(), model.Kind)
        {
            OriginalShapes = model.OriginalShapes,
            TrainingOptions = model.TrainingOptions,
        };
        if (!options.Quantization.IsWanted)
            Tell(model, monitor);
    }

    internal NetworkModel Model { get; }

    /// <summary>Says that a quantized model does not stay one.</summary>
    internal static void Tell(NetworkModel model, IWorkMonitor monitor) =>
        monitor.Warning(
            $"The numbers of '{model.Name}' are {model.NumberFormat}, and the result's are float32 again. Quantize it as the "
                + $"last step: add {Option.Quantize} to this call, or give the result to {Operation.PruneModel} {Option.Quantize}."
        );

    public void Dispose() => _copy?.Dispose();
}
