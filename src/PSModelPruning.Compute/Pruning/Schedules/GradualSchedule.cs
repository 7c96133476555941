namespace PSModelPruning.Compute.Pruning.Schedules;

/// <summary>
/// Many small steps during one fine-tuning, large ones first: s(t) = s_f + (s_i − s_f)·(1 − t)³ with t the part of the steps done.
/// Zhu, Gupta: "To prune, or not to prune", 2017, equation 1.
/// </summary>
internal sealed class GradualSchedule : PruningSchedule
{
    internal override string Name => "Gradual";

    internal override string Description => "Prunes in many small steps while fine-tuning, ever smaller ones (cubic; Zhu & Gupta 2017)";

    internal override int DefaultSteps => 20;

    internal override bool IsDuringTraining => true;

    internal override double Reached(double progress) => 1 - Math.Pow(1 - progress, 3);
}
