using PSModelPruning.Compute.Pruning;
using PSModelPruning.Compute.Pruning.Networks;
using PSModelPruning.Compute.Pruning.Networks.Schedules;
using PSModelPruning.Compute.Pruning.Paths;
using PSModelPruning.Compute.Runtime.Options;

namespace PSModelPruning.Compute.Tests.Pruning;

/// <summary>Options with a change in the record of one family.</summary>
internal static class TunedOptions
{
    internal static PruningOptions WithNetwork(this PruningOptions options, Func<NetworkPruningOptions, NetworkPruningOptions> change) =>
        options with
        {
            Network = change(options.Network),
        };

    /// <summary>With one more option, by the name that a user types.</summary>
    internal static PruningOptions With(this PruningOptions options, string name, object value)
    {
        Dictionary<string, object?> values = OptionCatalog<PruningOptions>
            .All.Where(option => option.IsNullable && option.Get(options) is not null)
            .ToDictionary(option => option.Name, option => option.Get(options));
        values[name] = value;
        return OptionCatalog<PruningOptions>.Build(values) with { Seed = options.Seed, Threads = options.Threads };
    }

    /// <summary>Without the options about training that the schedule that is named does not read.</summary>
    internal static PruningOptions ReadBySchedule(this PruningOptions options)
    {
        IReadOnlyList<string> reads = PruningScheduleCatalog.Get(options.Network.Schedule!).Reads;
        return options.WithNetwork(network =>
            network with
            {
                FineTuneEpochs = reads.Contains(nameof(network.FineTuneEpochs)) ? network.FineTuneEpochs : null,
                RewindEpoch = reads.Contains(nameof(network.RewindEpoch)) ? network.RewindEpoch : null,
                Steps = reads.Contains(nameof(network.Steps)) ? network.Steps : null,
                BatchSize = reads.Contains(nameof(network.BatchSize)) ? network.BatchSize : null,
            }
        );
    }

    internal static PruningOptions WithPath(this PruningOptions options, Func<PathOptions, PathOptions> change) =>
        options with
        {
            Path = change(options.Path),
        };
}
