using PSModelPruning.Compute.Pruning.Networks.Criteria;
using PSModelPruning.Compute.Pruning.Paths;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Pruning.Networks;

/// <summary>
/// The path of a network over given sparsities, each pruned from the whole network. For measuring: pruning itself goes to a sparsity at
/// once.
/// </summary>
/// <param name="criterion">What scores the weights.</param>
/// <param name="sparsities">The fractions that go; those that are gone already are the network itself. Null takes the usual ones, as far as
/// the network can go.</param>
internal sealed class NetworkPathMethod(PruningCriterion criterion, IReadOnlyList<double>? sparsities) : PathMethod
{
    private static readonly NetworkPruner Pruner = new();

    internal override string Name => criterion.Name;

    internal override string Description => "The score over sparsities.";

    internal override IReadOnlyList<string> Reads =>
        [
            nameof(PruningTarget.Sparsity),
            nameof(NetworkPruningOptions.Granularity),
            nameof(NetworkPruningOptions.Scope),
            nameof(NetworkPruningOptions.Schedule),
            nameof(NetworkPruningOptions.FineTuneEpochs),
        ];

    /// <summary>The method of a criterion's name; null takes Magnitude.</summary>
    /// <exception cref="ComputeException"><c>MethodNotForModel</c>: no criterion has that name; <c>SparsityOutOfRange</c>.</exception>
    internal static NetworkPathMethod Get(Model model, string? name, IReadOnlyList<double>? sparsities)
    {
        if (name is not null && !CriterionCatalog.Has(name))
            throw PruningErrors.NoSuchPath(model, name, CriterionCatalog.Entries.Select(entry => entry.Name));
        foreach (double sparsity in sparsities ?? [])
            new PruningTarget { Sparsity = sparsity }.CheckFigures();
        return new NetworkPathMethod(CriterionCatalog.Get(name), sparsities);
    }

    internal override string Granularity(PruningOptions options) => NetworkPruningChoices.Granularity(options, criterion).Name;

    internal override PruningPath Path(Model model, Dataset? dataset, PruningOptions options, IWorkMonitor monitor)
    {
        var candidates = new List<PathCandidate> { Candidate(model) };
        try
        {
            double[] wanted = [.. (sparsities ?? PathRequest.UsualSparsities).Order().Distinct()];
            for (int i = 0; i < wanted.Length; i++)
            {
                monitor.Cancellation.ThrowIfCancellationRequested();
                monitor.Progress(
                    new WorkProgress(
                        $"Pruning {model.Name}",
                        FormattableString.Invariant($"sparsity {wanted[i]:P0}"),
                        (double)i / wanted.Length
                    )
                );
                if (wanted[i] <= model.Sparsity)
                    continue;
                PruningOptions step = Step(options, wanted[i]);
                if (Reached(() => Pruner.PruneOneOfMany(model, dataset, step, monitor), monitor) is not { } pruned)
                    break;
                candidates.Add(Candidate(pruned, wanted[i]));
            }
            return new NetworkPath(model, candidates);
        }
        catch
        {
            foreach (PathCandidate made in candidates.Skip(1))
                made.Make().Dispose();
            throw;
        }
    }

    /// <summary>The options of one sparsity. Nothing is fine-tuned without being asked for, where the schedule leaves that open.</summary>
    private static PruningOptions Step(PruningOptions options, double sparsity)
    {
        bool tunes =
            options.Network.Schedule is not { } schedule
            || options.Variants.Schedule(schedule).Reads.Contains(nameof(NetworkPruningOptions.FineTuneEpochs));
        return options with
        {
            Target = new PruningTarget { Sparsity = sparsity },
            Network = options.Network with { FineTuneEpochs = options.Network.FineTuneEpochs ?? (tunes ? 0 : null) },
            Path = new PathOptions(),
        };
    }

    /// <summary>A pruned network; null where the usual sparsities go further than a small network can.</summary>
    private Model? Reached(Func<Model> prune, IWorkMonitor monitor)
    {
        try
        {
            return prune();
        }
        catch (ComputeException e) when (e.Kind == ErrorKind.LimitsExceeded && sparsities is null)
        {
            monitor.Verbose($"The path ends here. {e.Message}");
            return null;
        }
    }

    private static PathCandidate Candidate(Model model, double? sparsity = null) =>
        new(model.Complexity, sparsity ?? model.Sparsity, () => model);

    /// <summary>Holds its models, which are made only once, until it is disposed.</summary>
    private sealed class NetworkPath(Model whole, IReadOnlyList<PathCandidate> candidates) : PruningPath("weight", candidates), IDisposable
    {
        public void Dispose()
        {
            foreach (Model made in Candidates.Select(candidate => candidate.Make()).Where(made => !ReferenceEquals(made, whole)))
                made.Dispose();
        }
    }
}
