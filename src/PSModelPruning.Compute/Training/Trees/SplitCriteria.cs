namespace PSModelPruning.Compute.Training.Trees;

/// <summary>Which criterion is for which target.</summary>
internal static class SplitCriteria
{
    private static readonly string[] ForClasses = ["Gini", "Entropy", "GainRatio"];
    private static readonly string[] ForNumbers = ["SquaredError", "AbsoluteError"];

    /// <summary>The criterion's name as the catalog writes it.</summary>
    /// <param name="criterion">What was asked for, in any case; "" takes the first that fits.</param>
    /// <param name="classes">Whether the target is a class.</param>
    /// <exception cref="ComputeException"><c>CriterionDoesNotFit</c>: it is for the other task, or there is none of that name.</exception>
    internal static string Resolve(string criterion, bool classes)
    {
        string[] fitting = classes ? ForClasses : ForNumbers;
        if (criterion.Length == 0)
            return fitting[0];
        return Array.Find(fitting, name => name.Equals(criterion, StringComparison.OrdinalIgnoreCase))
            ?? throw TrainingErrors.CriterionDoesNotFit(
                criterion,
                classes ? LearningTask.Classification : LearningTask.Regression,
                string.Join(", ", fitting)
            );
    }
}
