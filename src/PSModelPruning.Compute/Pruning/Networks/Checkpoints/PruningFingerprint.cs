using System.Security.Cryptography;
using System.Text;
using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Training.Checkpoints;

namespace PSModelPruning.Compute.Pruning.Networks.Checkpoints;

/// <summary>What decides the network that a pruning ends with, in words that can be compared and shown.</summary>
internal static class PruningFingerprint
{
    private const string TargetPrefix = nameof(PruningOptions.Target) + ".";
    private const string NetworkPrefix = nameof(PruningOptions.Network) + ".";

    /// <summary>The options, data and network of a run that goes to a sparsity.</summary>
    internal static IReadOnlyDictionary<string, string> Describe(NetworkPruningSetup run, double sparsity)
    {
        SortedDictionary<string, string> entries = Describe(run.Options);
        entries["work"] = "pruning";
        // What was left to choose is compared by what was chosen.
        entries[nameof(PruningOptions.Method)] = run.Criterion.Name;
        NetworkPruningOptions network = run.Options.Network;
        void Choose(string option, object value) => entries[NetworkPrefix + option] = value as string ?? OptionFingerprint.Text(value);
        Choose(nameof(network.Granularity), run.Granularity.Name);
        Choose(nameof(network.Schedule), run.Schedule.Name);
        Choose(nameof(network.FineTuneEpochs), run.FineTuneEpochs);
        Choose(nameof(network.Scope), network.Competition);
        Choose(nameof(network.RewindEpoch), network.FirstEpoch);
        Choose(nameof(network.LearningRate), network.LearningRate ?? run.Schedule.DefaultLearningRate);
        Choose(nameof(network.BatchSize), network.BatchRows);
        Choose(nameof(network.RoundTo), run.Rules.RoundTo);
        if (run.FineTuning is { } tuning)
            ChooseObjective(entries, tuning.Options(1, 1));
        entries.Remove(TargetPrefix + nameof(PruningTarget.Sparsity));
        entries[nameof(PruningTarget.Sparsity)] = OptionFingerprint.Text(sparsity);
        entries["data"] = run.Dataset is { } data ? $"{data.TrainingRows}+{data.ValidationRows} rows {data.Hash}" : "none";
        entries["network"] = Network(run.Model);
        foreach ((string name, string value) in run.Teacher?.Fingerprint(run.Monitor) ?? [])
            entries["teacher." + name] = value;
        if (run.Schedule.RepeatsTraining && run.Model.TrainingOptions is { } training)
            OptionFingerprint.Add(entries, training, prefix: "training.");
        return entries;
    }

    /// <summary>Every option that is not marked to change nothing.</summary>
    internal static SortedDictionary<string, string> Describe(PruningOptions options)
    {
        var entries = new SortedDictionary<string, string>(StringComparer.Ordinal);
        OptionFingerprint.Add(entries, options, Describe);
        return entries;
    }

    private static void ChooseObjective(SortedDictionary<string, string> entries, TrainingOptions objective)
    {
        foreach (
            string entry in entries
                .Keys.Where(key => key.StartsWith(NetworkPrefix + nameof(NetworkPruningOptions.ClassWeight), StringComparison.Ordinal))
                .ToArray()
        )
            entries.Remove(entry);
        entries[NetworkPrefix + nameof(NetworkPruningOptions.Loss)] = OptionFingerprint.Text(objective.Loss);
        entries[NetworkPrefix + nameof(NetworkPruningOptions.ClassWeight)] = OptionFingerprint.Text(objective.ClassWeights);
        entries[NetworkPrefix + nameof(NetworkPruningOptions.LabelSmoothing)] = OptionFingerprint.Text(objective.LabelSmoothing);
        entries[NetworkPrefix + nameof(NetworkPruningOptions.WeightDecay)] = OptionFingerprint.Text(objective.WeightDecay);
    }

    private static string? Describe(object value) =>
        value switch
        {
            NetworkModel network => Network(network),
            Model model => FormattableString.Invariant($"{model.Name} {model.Kind} {model.Complexity} {model.DatasetHash}"),
            _ => null,
        };

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
}
