using PSModelPruning.Compute.Pruning.Networks.Criteria;
using PSModelPruning.Compute.Pruning.Networks.Granularities;
using PSModelPruning.Compute.Pruning.Networks.Quantization;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Training;

namespace PSModelPruning.Compute.Pruning.Networks;

/// <summary>Prunes networks and linear models: criterion × granularity × schedule, towards a sparsity or budgets.</summary>
internal sealed class NetworkPruner : ModelPruner
{
    /// <summary>Sparsities nearer than this are equal: a fraction of units is seldom a round number.</summary>
    private const double Tolerance = 1e-3;

    internal override bool Accepts(Model model) => model is NetworkModel;

    /// <summary>A layer that keeps a smaller fraction under a threshold is told of.</summary>
    private const double NearlyEmpty = 0.1;

    internal override IReadOnlyList<string> Layers(Model model) => LayerNames.Prunable(((NetworkModel)model).Graph);

    private protected override Model PruneCore(Model model, Dataset? dataset, PruningOptions options, IWorkMonitor monitor)
    {
        var network = (NetworkModel)model;
        options = Checked(network, dataset, options);
        return ThreadLimit.Run(options.Threads, () =>
        {
            if (QuantizationRules.IsAlone(options))
            {
                NetworkModel quantized = NetworkQuantizer.Quantize(network, dataset, options, monitor);
                TellKernels(quantized, monitor);
                return quantized;
            }
            using var precise = new SinglePrecision(network, options, monitor);
            var run = new NetworkPruningSetup(precise.Model, dataset ?? model.Dataset, options, monitor);
            TellWhatIsIgnored(options, run, monitor);
            PrunedNetwork result = !options.Target.IsBudget
                ? run.Prune(Possible(network, run, options.Target), $"Pruning {model.Name}")
                : new NetworkBudgetSearch(precise.Model, run, options, monitor).Find();
            NetworkModel pruned = NetworkPruningResult.Model(network, dataset, run, result, options);
            TellWhatStayed(pruned.Pruning!, options.Target, monitor);
            TellKernels(pruned, monitor);
            return pruned;
        });
    }

    private protected override IReadOnlyList<PruningLayer> PlanCore(
        Model model,
        Dataset? dataset,
        PruningOptions options,
        IWorkMonitor monitor
    )
    {
        var network = (NetworkModel)model;
        options = Checked(network, dataset, options);
        return ThreadLimit.Run(options.Threads, () =>
        {
            if (QuantizationRules.IsAlone(options))
                return NetworkQuantizer.Plan(network, dataset, options, monitor);
            using var precise = new SinglePrecision(network, options, monitor);
            var run = new NetworkPruningSetup(precise.Model, dataset ?? model.Dataset, options, monitor);
            TellWhatIsIgnored(options, run, monitor);
            if (options.Target.MaxAccuracyDrop is not null)
                monitor.Warning("The plan does not include fine-tuning, which may allow more.");
            double sparsity = !options.Target.IsBudget
                ? Possible(network, run, options.Target)
                : new NetworkBudgetSearch(precise.Model, run, options, monitor).Plan();
            using PrunedNetwork plan = run.PruneOnly(sparsity);
            return QuantizedRows.Add(
                LayerRows.Compare(network.Graph, plan.Graph, network.OriginalShapes, run.Granularity.Counter, plan.Untouched),
                plan.Quantization
            );
        });
    }

    /// <summary>The options with what their method and granularity add, checked.</summary>
    private static PruningOptions Checked(NetworkModel model, Dataset? dataset, PruningOptions options)
    {
        options = options.Network.LayerSparsity?.Complete(options) ?? options;
        PruningCriterion criterion = NetworkPruningChoices.Criterion(model, options);
        UnreadOptions.CheckNetwork(model, criterion, options);
        if (options.Distillation is { Temperature: not null, IsWanted: false })
            throw PruningErrors.TemperatureWithoutTeacher();
        QuantizationRules.Check(options);
        if (QuantizationRules.IsAlone(options))
            return options;
        options = NetworkPruningChoices.Complete(options, criterion);
        CheckCheckpoint(options);
        PruningGranularity granularity = NetworkPruningChoices.Granularity(options, criterion);
        CheckLayerSparsity(options, granularity);
        if (options.Target.IsUnset && (granularity.HasEnd || options.Network.LayerSparsity is { HasEnd: true }))
            return options;
        CheckTarget(options.Target, model, dataset ?? model.Dataset);
        return options;
    }

    private static void CheckLayerSparsity(PruningOptions options, PruningGranularity granularity)
    {
        if (options.Network.LayerSparsity is not { } ratios)
            return;
        if (options.Network.Scope is not null)
            throw PruningErrors.LayerSparsityWithScope();
        if (!granularity.TakesLayerSparsity || (ratios.IsOfWeights && granularity.MakesSmaller))
            throw PruningErrors.LayerSparsityNotForGranularity(ratios.Name, granularity.Name);
    }

    private static void CheckCheckpoint(PruningOptions options)
    {
        if (options.Checkpoint is { Resume: true, CheckpointPath: null })
            throw TrainingErrors.ResumeWithoutPath();
        if (options.Checkpoint.CheckpointPath is not null && options.Target.IsBudget)
            throw PruningErrors.CheckpointNotForBudget();
    }

    private static void CheckTarget(PruningTarget target, NetworkModel model, Dataset? dataset)
    {
        target.Check();
        if (target.MaxAccuracyDrop is null)
            return;
        if (dataset is null)
            throw PruningErrors.DatasetMissing(model, "a budget of accuracy");
        if (dataset.ValidationRows == 0)
            throw PruningErrors.BudgetNeedsValidation(dataset);
    }

    /// <summary>The sparsity, if it lies between what is gone and what can go; the greatest where none was asked for.</summary>
    private static double Possible(NetworkModel model, NetworkPruningSetup run, PruningTarget target)
    {
        if (target.Sparsity is not { } sparsity)
            return run.Most;
        if (sparsity < run.Initial - Tolerance)
            throw PruningErrors.SparsityAlreadyReached(model, sparsity, run.Initial, run.Granularity.Unit);
        if (sparsity > run.Most + Tolerance)
            throw PruningErrors.SparsityNotReachable(sparsity, run.Most, run.Granularity.Unit);
        return sparsity;
    }

    private static void TellWhatIsIgnored(PruningOptions options, NetworkPruningSetup run, IWorkMonitor monitor)
    {
        if (options.Network.RoundTo > 1 && !run.Granularity.MakesSmaller)
            monitor.Warning(
                $"{Option.RoundTo} counts channels or neurons and has no effect on single weights; add "
                    + $"{Option.Granularity.Is("Channel")} or Neuron."
            );
    }

    /// <summary>The result is measured at once, so that what it shows of itself is whole.</summary>
    private static void TellKernels(NetworkModel pruned, IWorkMonitor monitor)
    {
        foreach (InferenceKernel kernel in pruned.ChooseKernels())
            monitor.Verbose($"'{pruned.Name}' predicts {kernel}.");
    }

    private static void TellWhatStayed(PruningReport report, PruningTarget target, IWorkMonitor monitor)
    {
        foreach (PruningLayer layer in report.Layers.Where(layer => layer.Reason is not null))
            monitor.Verbose($"Layer '{layer.Layer}' is not pruned: {layer.Reason}.");
        if (target.Threshold is { } threshold)
        {
            foreach (PruningLayer layer in report.Layers.Where(layer => layer.Kept < NearlyEmpty * layer.Before))
                monitor.Warning(
                    $"Of layer '{layer.Layer}' only {layer.Kept:N0} of {layer.Before:N0} {layer.Unit}s score {threshold} or more. "
                        + $"Inputs with the mean 0, as of {Option.Scale.Is("Standard")}, confirm no weight: "
                        + $"import the data with {Option.Scale.Is("MinMax")} and train again, keep the layer with "
                        + $"{Option.ExcludeLayer.Is(layer.Layer)}, or lower {Option.Threshold}."
                );
        }
        if (target is { Sparsity: { } asked, Threshold: null } && Math.Abs(asked - report.Sparsity) > 0.02)
            monitor.Warning(
                $"{report.Sparsity:P1} was removed instead of {asked:P1}: only whole "
                    + $"{report.Layers.FirstOrDefault()?.Unit ?? "unit"}s go, and at least one stays everywhere, or the number that "
                    + $"{Option.RoundTo} asks for."
            );
    }
}
