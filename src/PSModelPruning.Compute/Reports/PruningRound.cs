namespace PSModelPruning.Compute;

/// <summary>
/// One step of a pruning schedule, or one point of a path that was looked at. Scores are accuracy, or R² for regression, on the validation
/// partition (the cross-validated score where a rule chose); NaN where there is none.
/// </summary>
/// <param name="Round">Counted from 1.</param>
/// <param name="Sparsity">The fraction of the original units that is gone after the step, 0 to 1.</param>
/// <param name="ScorePruned">The score right after the step, before fine-tuning.</param>
/// <param name="ScoreTuned">The score after fine-tuning; equal to <paramref name="ScorePruned"/> where none followed.</param>
public sealed record PruningRound(int Round, double Sparsity, double ScorePruned, double ScoreTuned);
