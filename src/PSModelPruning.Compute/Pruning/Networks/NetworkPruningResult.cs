using System.Globalization;
using PSModelPruning.Compute.Pruning.Networks.Quantization;

namespace PSModelPruning.Compute.Pruning.Networks;

/// <summary>Makes the model and the report of a pruning.</summary>
internal static class NetworkPruningResult
{
    internal static NetworkModel Model(
        NetworkModel model,
        Dataset? dataset,
        NetworkPruningSetup run,
        PrunedNetwork result,
        PruningOptions options
    )
    {
        IReadOnlyList<PruningLayer> layers = QuantizedRows.Add(
            LayerRows.Compare(model.Graph, result.Graph, model.OriginalShapes, run.Granularity.Counter, result.Untouched),
            result.Quantization
        );
        ModelDescription description = ModelDescription.ChildOf(model, ModelEvent.Now("Pruned", Describe(run, result, options)));
        var made = new NetworkModel(description with { Dataset = dataset ?? model.Dataset }, result.Graph, model.Kind)
        {
            OriginalShapes = model.OriginalShapes,
            Training = result.Epochs,
            TrainingOptions = model.TrainingOptions,
        };
        made.Pruning = new PruningReport
        {
            Method = run.Criterion.Name,
            Granularity = run.Granularity.Name,
            Schedule = run.Schedule.Name,
            Scope = options.Network.CompetitionText,
            Target = options.Target.ToString(),
            Sparsity = result.Sparsity,
            FineTuneEpochs = run.FineTuneEpochs,
            Seed = options.Seed,
            ScoreBefore = run.ScoreBefore,
            ScoreAfter = result.Score,
            Layers = layers,
            Rounds = result.Rounds,
            Quantization = result.Quantization,
        }.WithSizes(model, made);
        return made;
    }

    private static string Describe(NetworkPruningSetup run, PrunedNetwork result, PruningOptions options)
    {
        string scores = double.IsNaN(result.Score)
            ? ""
            : string.Create(
                CultureInfo.InvariantCulture,
                $"; validation score {run.ScoreBefore:0.0000} before, {result.Score:0.0000} after"
            );
        string taught = run.Teacher is null ? "" : $", {run.Teacher.Description}";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{run.Criterion.Name}, {run.Granularity.Name}, {run.Schedule.Name}, {options.Network.CompetitionText}, seed {options.Seed}, "
                + $"target {options.Target}: "
                + $"{result.Sparsity:P2} of the original {run.Granularity.Unit}s gone, {run.FineTuneEpochs} epochs of fine-tuning a "
                + $"step{taught}{(result.Quantization is { } quantized ? $"; {quantized}" : "")}{scores}"
        );
    }
}
