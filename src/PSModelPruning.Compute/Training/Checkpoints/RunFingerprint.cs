using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Training.LearningRates;
using PSModelPruning.Compute.Training.Losses;

namespace PSModelPruning.Compute.Training.Checkpoints;

/// <summary>What decides the weights that a run ends with, in words that can be compared and shown.</summary>
internal static class RunFingerprint
{
    private const string NetworkEntry = "network";

    /// <summary>The options, data and network of a run: every option that is not marked to change nothing.</summary>
    internal static IReadOnlyDictionary<string, string> Describe(
        Graph graph,
        TrainingData data,
        TrainingOptions options,
        EffectiveWeights? effectiveWeights = null
    )
    {
        var entries = new SortedDictionary<string, string>(StringComparer.Ordinal);
        OptionFingerprint.Add(entries, options);
        entries[nameof(TrainingOptions.Loss)] = (
            options.Loss.Length > 0 ? options.Loss : LossCatalog.Default(data.Task)
        ).ToUpperInvariant();
        entries["data"] = $"{data.Training.RowCount}+{data.Validation.RowCount} rows of {data.Training.Width} {data.Hash}".TrimEnd();
        entries[NetworkEntry] = Network(graph);
        entries["target"] = $"{OptionFingerprint.Text(data.TargetOffset)} {OptionFingerprint.Text(data.TargetScale)}";
        // A longer run of a schedule that does not look at the length goes on exactly as the shorter one would have.
        if (!LearningRateScheduleCatalog.Get(options.Schedule).DependsOnLength)
            entries.Remove(nameof(TrainingOptions.Epochs));
        if (effectiveWeights is not null)
            entries["weights"] = effectiveWeights.Name;
        foreach ((string key, string value) in data.Teacher?.Fingerprint(SilentMonitor.Instance) ?? [])
            entries[key] = value;
        return entries;
    }

    /// <summary>What differs, in words; empty where nothing does.</summary>
    internal static IReadOnlyList<string> Differences(
        IReadOnlyDictionary<string, string> stored,
        IReadOnlyDictionary<string, string> asked
    ) =>
        [
            .. stored
                .Keys.Union(asked.Keys)
                .Order(StringComparer.Ordinal)
                .Where(key => stored.GetValueOrDefault(key) != asked.GetValueOrDefault(key))
                .Select(key =>
                    key == NetworkEntry
                        ? "the network"
                        : $"{key} ({stored.GetValueOrDefault(key, "-")} in the checkpoint, {asked.GetValueOrDefault(key, "-")} now)"
                ),
        ];

    /// <summary>The nodes and shapes of a network, as a hash.</summary>
    internal static string Network(Graph graph)
    {
        var text = new StringBuilder();
        foreach (Node node in graph.Nodes)
        {
            text.Append(CultureInfo.InvariantCulture, $"{node.OperatorType}({string.Join(',', node.Inputs)})=")
                .AppendJoin(',', node.Outputs);
            foreach ((string name, object value) in node.Attributes.Values)
                text.Append(CultureInfo.InvariantCulture, $";{name}={(value is long[] numbers ? string.Join(',', numbers) : value)}");
            text.Append('\n');
        }
        foreach (GraphParameter parameter in graph.Parameters.Values)
            text.Append(CultureInfo.InvariantCulture, $"{parameter.Name}[{string.Join(',', parameter.Shape)}]{parameter.IsTrainable}\n");
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
