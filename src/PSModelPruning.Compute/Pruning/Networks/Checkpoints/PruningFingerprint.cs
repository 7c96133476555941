using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Training.Checkpoints;

namespace PSModelPruning.Compute.Pruning.Networks.Checkpoints;

/// <summary>What decides the network that a pruning ends with, in words that can be compared and shown.</summary>
internal static class PruningFingerprint
{
    /// <summary>
    /// Options that do not change what is done to a network (the thread count changes the last bits at most), and those that are resolved
    /// below.
    /// </summary>
    private static readonly HashSet<string> Left =
    [
        nameof(PruningOptions.Given),
        nameof(PruningOptions.Name),
        nameof(PruningOptions.Threads),
        nameof(PruningOptions.Checkpoint),
        nameof(PruningOptions.Target),
        nameof(PruningOptions.LatencyBatchSize),
        nameof(PruningOptions.Folds),
        nameof(PruningOptions.Confidence),
        nameof(PruningOptions.PriorWeight),
        nameof(PruningOptions.RefinementEpochs),
    ];

    /// <summary>The options, data and network of a run that goes to a sparsity.</summary>
    internal static IReadOnlyDictionary<string, string> Of(NetworkPruningRun run, double sparsity)
    {
        var entries = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["work"] = "pruning" };
        foreach (PropertyInfo property in typeof(PruningOptions).GetProperties().Where(property => !Left.Contains(property.Name)))
            Add(entries, property.Name, property.GetValue(run.Options));
        entries[nameof(PruningOptions.Method)] = run.Criterion.Name;
        entries[nameof(PruningOptions.Granularity)] = run.Granularity.Name;
        entries[nameof(PruningOptions.Schedule)] = run.Schedule.Name;
        entries[nameof(PruningOptions.FineTuneEpochs)] = Text(run.FineTuneEpochs);
        entries[nameof(PruningTarget.Sparsity)] = Text(sparsity);
        entries[nameof(PruningTarget.Threshold)] = Text(run.Options.Target.Threshold);
        entries["data"] = run.Dataset is { } data ? $"{data.TrainingRows}+{data.ValidationRows} rows {data.Hash}" : "none";
        entries["network"] = Network(run.Model);
        if (run.Schedule.RepeatsTraining && run.Model.TrainingOptions is { } training)
            Add(entries, "training", training);
        return entries;
    }

    /// <summary>A value as one entry, a record of options as one a member.</summary>
    private static void Add(IDictionary<string, string> entries, string name, object? value)
    {
        if (value is null or string or IConvertible)
            entries[name] = Text(value);
        else if (value is Model model)
            entries[name] = model is NetworkModel network
                ? Network(network)
                : $"{model.Name} {model.Kind} {Text(model.Complexity)} {model.DatasetHash}";
        else if (value is IEnumerable many)
            entries[name] = string.Join(' ', many.Cast<object?>().Select(Text));
        else if (!IsRecord(value))
            entries[name] = Text(value);
        else
        {
            foreach (PropertyInfo property in value.GetType().GetProperties().Where(property => property.GetIndexParameters().Length == 0))
                Add(entries, $"{name}.{property.Name}", property.GetValue(value));
        }
    }

    private static bool IsRecord(object value) => value.GetType().GetMethod("<Clone>$") is not null;

    private static string Network(NetworkModel model)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(RunFingerprint.Network(model.Graph)));
        foreach (GraphParameter parameter in model.Graph.Parameters.Values)
        {
            using TorchSharp.torch.Tensor whole = parameter.Value.detach().contiguous();
            hash.AppendData(whole.bytes);
        }
        return Convert.ToHexString(hash.GetHashAndReset());
    }

    private static string Text(object? value) =>
        value switch
        {
            null => "-",
            string text => text.ToUpperInvariant(),
            double number => number.ToString("R", CultureInfo.InvariantCulture),
            IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
            _ => value.ToString() ?? "",
        };
}
