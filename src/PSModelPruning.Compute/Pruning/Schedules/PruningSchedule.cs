namespace PSModelPruning.Compute.Pruning.Schedules;

/// <summary>How a sparsity is approached: in how many steps, how large, and whether between fine-tunings or during one. Stateless.</summary>
internal abstract class PruningSchedule
{
    /// <summary>What a user types.</summary>
    internal abstract string Name { get; }

    /// <summary>A line for tab completion and help.</summary>
    internal abstract string Description { get; }

    /// <summary>Steps where the user gives no number.</summary>
    internal abstract int DefaultSteps { get; }

    /// <summary>The most steps that make sense.</summary>
    internal virtual int MostSteps => int.MaxValue;

    /// <summary>True where the steps are taken during one fine-tuning; false where each step is followed by a fine-tuning of its own.</summary>
    internal virtual bool IsDuringTraining => false;

    /// <summary>The part of the way from the initial to the final sparsity that is done after a step: 1 after the last.</summary>
    /// <param name="progress">The step divided by the number of steps, in [0, 1].</param>
    internal abstract double Reached(double progress);

    /// <summary>The sparsity after a step.</summary>
    /// <param name="initial">The sparsity before the first step.</param>
    /// <param name="final">The sparsity after the last step.</param>
    /// <param name="step">Counted from 1.</param>
    /// <param name="steps">How many there are.</param>
    internal double Sparsity(double initial, double final, int step, int steps) =>
        step == steps ? final : initial + (final - initial) * Reached((double)step / steps);

    /// <summary>The number of steps: what was asked for, or the default, at most <see cref="MostSteps"/>.</summary>
    internal int Steps(int asked) => Math.Min(asked > 0 ? asked : DefaultSteps, MostSteps);
}
