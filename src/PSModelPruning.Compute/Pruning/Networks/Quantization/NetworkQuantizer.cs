using System.Globalization;
using PSModelPruning.Compute.Models;
using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Pruning.Networks.Units;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Pruning.Networks.Quantization;

/// <summary>Quantizes models and prunes nothing.</summary>
internal static class NetworkQuantizer
{
    /// <summary>Makes a quantized model; the given one is not changed.</summary>
    /// <exception cref="ComputeException">What was asked for is not possible; see <see cref="QuantizationErrors"/>.</exception>
    internal static NetworkModel Quantize(NetworkModel model, Dataset? dataset, PruningOptions options, IWorkMonitor monitor)
    {
        var run = new QuantizationRun(model, Matched(model, dataset), options, monitor);
        double before = run.Score(model.Graph);
        QuantizedNetwork result = run.Quantize(model.Graph.InSinglePrecision(), true, $"Quantizing {model.Name}");
        monitor.Cancellation.ThrowIfCancellationRequested();
        string scores = double.IsNaN(result.Score)
            ? ""
            : string.Create(CultureInfo.InvariantCulture, $"; validation score {before:0.0000} before, {result.Score:0.0000} after");
        ModelDescription description = ModelDescription.ChildOf(
            model,
            ModelEvent.Now("Quantized", $"{result.Report}, seed {options.Seed}{scores}")
        );
        var made = new NetworkModel(description with { Dataset = dataset ?? model.Dataset }, result.Graph, model.Kind)
        {
            OriginalShapes = model.OriginalShapes,
            Training = result.Epochs,
            TrainingOptions = model.TrainingOptions,
        };
        made.Pruning = new PruningReport
        {
            Method = "Quantize",
            Granularity = "None",
            Schedule = "None",
            Scope = "None",
            Target = result.Report.Scheme,
            Sparsity = made.Size.Sparsity,
            Seed = options.Seed,
            ScoreBefore = before,
            ScoreAfter = result.Score,
            Layers = Rows(model, result.Graph, result.Report),
            Quantization = result.Report,
        }.WithSizes(model, made);
        return made.Finished();
    }

    /// <summary>Says what quantizing would do, a row a layer, without training anything.</summary>
    internal static IReadOnlyList<PruningLayer> Plan(NetworkModel model, Dataset? dataset, PruningOptions options, IWorkMonitor monitor)
    {
        var run = new QuantizationRun(model, Matched(model, dataset), options, monitor);
        QuantizedNetwork result = run.Quantize(model.Graph.InSinglePrecision(), false, $"Quantizing {model.Name}");
        using Graph graph = result.Graph;
        return Rows(model, graph, result.Report);
    }

    private static IReadOnlyList<PruningLayer> Rows(NetworkModel model, Graph graph, QuantizationReport report) =>
        QuantizedRows.Add(
            LayerRows.Compare(model.Graph, graph, model.OriginalShapes, new WeightCounter(), new Dictionary<string, string>()),
            report
        );

    private static Dataset? Matched(NetworkModel model, Dataset? dataset) =>
        (dataset ?? model.Dataset) is { } rows ? MatchedDataset.For(model, rows) : null;
}
