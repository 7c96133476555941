using PSModelPruning.Compute.Models;
using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Importance.Scorers;

/// <summary>
/// Saliency: the mean over the rows of |∂ output / ∂ input|, where the output is the logit of the class that the network predicts, or the
/// number in the target's own units (Simonyan, Vedaldi and Zisserman 2014, "Deep inside convolutional networks"). Of a column with several
/// inputs the greatest counts, as there. Per unit of the prepared input: of standardized numbers, per standard deviation.
/// </summary>
internal sealed class GradientScorer : ModelScorer
{
    internal override string Name => "Gradient";

    internal override string Description => "Mean absolute derivative of the output by the input (saliency); networks and linear models.";

    internal override ComputeMessage? Objection(Model model) =>
        model switch
        {
            NetworkModel network when network.Graph.DerivativeEnd() is { } end => Tables.IsLookup(end)
                ? "its inputs are looked up in a table, which has no derivative"
                : $"its layer '{end.Name}' has no derivative by the inputs",
            NetworkModel => null,
            _ => "only networks and linear models have gradients",
        };

    internal override FeatureScore[] Score(
        Model model,
        IReadOnlyList<FeatureGroup> features,
        ModelRows rows,
        ImportanceOptions options,
        IWorkMonitor monitor
    )
    {
        double[] slopes = MeanSlopes((NetworkModel)model, rows, monitor);
        return [.. features.Select(f => new FeatureScore(Enumerable.Range(f.FirstInput, f.InputCount).Max(i => slopes[i])))];
    }

    private static double[] MeanSlopes(NetworkModel model, ModelRows rows, IWorkMonitor monitor)
    {
        var runner = new GraphRunner(model.Graph);
        var sums = new double[rows.Width];
        int batch = ModelPredictor.BatchRows(model);
        for (int first = 0; first < rows.Count; first += batch)
        {
            monitor.Cancellation.ThrowIfCancellationRequested();
            monitor.Progress(
                new WorkProgress("Measuring feature importance", $"row {first:N0} of {rows.Count:N0}", (double)first / rows.Count)
            );
            using DisposeScope scope = NewDisposeScope();
            int count = Math.Min(batch, rows.Count - first);
            long[] shape = [count, .. model.Graph.InputShape.Select(size => (long)size)];
            Tensor input = tensor(rows.Slice(first, count).ToArray(), shape).requires_grad_(true);
            Tensor output = runner.Run(input, RunContext.Inference);
            Tensor chosen = model.Task == LearningTask.Classification ? output.amax([1L]) : output.Times(model.TargetScale);
            // Differentiates by the input alone, so that no parameter's gradient is touched.
            Tensor slope = autograd.grad([chosen.sum()], [input])[0];
            double[] batchSums = slope.abs().reshape(count, -1).to_type(ScalarType.Float64).sum([0L]).data<double>().ToArray();
            for (int i = 0; i < sums.Length; i++)
                sums[i] += batchSums[i];
        }
        return [.. sums.Select(sum => sum / rows.Count)];
    }
}
