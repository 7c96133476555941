using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Pruning.Forests;

/// <summary>The errors of pruning ensembles.</summary>
internal static class ForestErrors
{
    internal static ComputeException MethodNeedsVotes(Model model, string method) =>
        new(
            "MethodNeedsClasses",
            ErrorKind.InvalidArgument,
            $"{Option.Method.Is(method)} uses votes for classes, but '{model.Name}' predicts numbers. Use "
                + $"{Option.Method.Is("ReducedError")}, IndividualRank or Clustering."
        );

    internal static ComputeException NothingToRefine(Model model) =>
        new(
            "RefinementNotForModel",
            ErrorKind.InvalidArgument,
            $"{Option.RefinementEpochs} tunes the leaves of trees, and '{model.Name}' is a joined ensemble, whose members "
                + $"stay as they are. Refine a forest before joining it, or omit the option."
        );

    internal static ComputeException RefinementNeedsRows(Model model) =>
        new(
            "DatasetMissing",
            ErrorKind.InvalidOperation,
            $"'{model.Name}' carries no data set (it was read from a file), and {Option.RefinementEpochs} needs training "
                + $"rows. Give it with {Option.Dataset}."
        );
}
