using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Pruning;

/// <summary>Prunes the models of one family. Stateless; listed in <see cref="ModelPruners"/>.</summary>
internal abstract class ModelPruner
{
    /// <summary>True for models of the family.</summary>
    internal abstract bool Accepts(Model model);

    /// <summary>Makes a pruned model; the given one is not changed.</summary>
    /// <param name="model">The model.</param>
    /// <param name="dataset">The data to score, fine-tune and measure with; null takes the model's own, if it has one.</param>
    /// <param name="options">How.</param>
    /// <param name="monitor">Progress, decisions and cancellation.</param>
    /// <exception cref="ComputeException">What was asked for is not possible; see <see cref="PruningErrors"/>.</exception>
    internal Model Prune(Model model, Dataset? dataset, PruningOptions options, IWorkMonitor monitor)
    {
        using IDisposable use = model.Use();
        using ThreadLimit.LoopScope loops = ThreadLimit.Loops(options.Threads);
        Model result = Named(model, PruneCore(model, dataset, options, monitor), options);
        PruningLosses.Tell(model, result, dataset ?? model.Dataset, monitor);
        return result;
    }

    /// <summary>Does what <see cref="Prune"/> does, for one of many models: what each of them lost is not told.</summary>
    internal Model PruneOneOfMany(Model model, Dataset? dataset, PruningOptions options, IWorkMonitor monitor)
    {
        using IDisposable use = model.Use();
        using ThreadLimit.LoopScope loops = ThreadLimit.Loops(options.Threads);
        return Named(model, PruneCore(model, dataset, options, monitor), options);
    }

    private static Model Named(Model model, Model result, PruningOptions options)
    {
        result.Rename(options.Name ?? PrunedName.For(model, result));
        return result;
    }

    /// <summary>Says what pruning would do, one row per layer, without training anything.</summary>
    internal IReadOnlyList<PruningLayer> Plan(Model model, Dataset? dataset, PruningOptions options, IWorkMonitor monitor)
    {
        using IDisposable use = model.Use();
        using ThreadLimit.LoopScope loops = ThreadLimit.Loops(options.Threads);
        return PlanCore(model, dataset, options, monitor);
    }

    /// <summary>Does what <see cref="Prune"/> promises, while the model is kept and the thread limit holds.</summary>
    private protected abstract Model PruneCore(Model model, Dataset? dataset, PruningOptions options, IWorkMonitor monitor);

    /// <summary>Does what <see cref="Plan"/> promises, while the model is kept and the thread limit holds.</summary>
    private protected abstract IReadOnlyList<PruningLayer> PlanCore(
        Model model,
        Dataset? dataset,
        PruningOptions options,
        IWorkMonitor monitor
    );

    /// <summary>Names of the layers that can be excluded.</summary>
    internal virtual IReadOnlyList<string> Layers(Model model) => [];
}
