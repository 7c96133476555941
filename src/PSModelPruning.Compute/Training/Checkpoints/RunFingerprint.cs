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
    /// <summary>
    /// The options, data and network of a run. The thread count is not among them: it changes the last bits, not what is done.
    /// </summary>
    internal static IReadOnlyDictionary<string, string> Of(
        Graph graph,
        TrainingData data,
        TrainingOptions options,
        EffectiveWeights? effectiveWeights = null
    )
    {
        var entries = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["BatchSize"] = Text(options.BatchSize),
            ["ClassWeight"] = string.Join(' ', options.ClassWeights.Select(Text)),
            ["GradientClip"] = Text(options.GradientClip),
            ["L1"] = Text(options.L1),
            ["LabelSmoothing"] = Text(options.LabelSmoothing),
            ["LearningRate"] = Text(options.LearningRate),
            ["Loss"] = (options.Loss.Length > 0 ? options.Loss : LossCatalog.Default(data.Task)).ToUpperInvariant(),
            ["Momentum"] = options.Momentum is { } momentum ? Text(momentum) : "default",
            ["Nesterov"] = options.Nesterov ? "true" : "false",
            ["Optimizer"] = options.Optimizer.ToUpperInvariant(),
            ["Patience"] = Text(options.Patience),
            ["Schedule"] = options.Schedule.ToUpperInvariant(),
            ["Seed"] = Text(options.Seed),
            ["WarmupEpochs"] = Text(options.WarmupEpochs),
            ["WeightDecay"] = Text(options.WeightDecay),
            ["data"] = $"{data.Training.RowCount}+{data.Validation.RowCount} rows of {data.Training.Width} {data.Hash}".TrimEnd(),
            ["network"] = Network(graph),
            ["target"] = $"{Text(data.TargetOffset)} {Text(data.TargetScale)}",
        };
        // A longer run of a schedule that does not look at the length goes on exactly as the shorter one would have.
        if (LearningRateScheduleCatalog.Get(options.Schedule).DependsOnLength)
            entries["Epochs"] = Text(options.Epochs);
        if (effectiveWeights is not null)
            entries["weights"] = effectiveWeights.Name;
        if (options.BatchNormL1 > 0)
            entries["BatchNormL1"] = Text(options.BatchNormL1);
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
                    key == "network"
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

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
