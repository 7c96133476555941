namespace PSModelPruning.Compute.Evaluation;

/// <summary>The errors of measuring models.</summary>
internal static class EvaluationErrors
{
    internal static ComputeException TasksDiffer(Model reference, Model model) =>
        new(
            "TaskMismatch",
            ErrorKind.InvalidArgument,
            $"'{model.Name}' is for {model.Task.ToString().ToLowerInvariant()}, but the reference '{reference.Name}' is for "
                + $"{reference.Task.ToString().ToLowerInvariant()}; compare models of one task."
        );
}
