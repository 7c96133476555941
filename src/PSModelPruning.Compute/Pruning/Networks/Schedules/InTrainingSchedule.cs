namespace PSModelPruning.Compute.Pruning.Networks.Schedules;

/// <summary>A schedule that takes many small steps during one long training.</summary>
internal abstract class InTrainingSchedule : PruningSchedule
{
    internal sealed override bool IsDuringTraining => true;

    /// <summary>The training gets as many epochs as this many usual fine-tunings.</summary>
    protected abstract int EpochFactor { get; }

    protected override int DefaultSteps(double initial, double final) => 20;

    internal sealed override int Epochs(NetworkModel model, PruningOptions options, int usual) =>
        options.Network.FineTuneEpochs ?? usual * EpochFactor;

    /// <summary>
    /// The sparsity on a course that rises fast at first and ever slower: s(t) = s_f + (s_i − s_f)·(1 − t)³, and s_f from t = 1 on. Zhu,
    /// Gupta: "To prune, or not to prune", 2017, equation 1.
    /// </summary>
    /// <param name="initial">s_i.</param>
    /// <param name="final">s_f.</param>
    /// <param name="progress">t.</param>
    protected static double Cubic(double initial, double final, double progress) =>
        progress >= 1 ? final : final + (initial - final) * Math.Pow(1 - progress, 3);
}
