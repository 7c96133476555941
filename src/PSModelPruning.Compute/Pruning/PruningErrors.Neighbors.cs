using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Pruning;

/// <content>The errors of pruning nearest neighbours.</content>
internal static partial class PruningErrors
{
    internal static ComputeException NeighborMethodNeedsClasses(Model model, string method, IEnumerable<string> others) =>
        new(
            "MethodNeedsClasses",
            ErrorKind.InvalidArgument,
            $"{Option.Method.Is(method)} asks whether neighbours are of the same class, and '{model.Name}' predicts numbers. "
                + $"Use one of: {string.Join(", ", others)}."
        );

    internal static ComputeException NothingLeft(Model model, string method) =>
        new(
            "NothingLeft",
            ErrorKind.InvalidOperation,
            $"{method} would remove all {model.Complexity:N0} prototypes of '{model.Name}': "
                + $"none agrees with its neighbours. Train with fewer {Option.Neighbors} or another {Option.Scale}, or use "
                + $"{Option.Method.Is("KMeans")}."
        );

    internal static ComputeException PrototypesTooFew(int asked, int classes) =>
        new(
            "PrototypesTooFew",
            ErrorKind.InvalidArgument,
            $"{Option.Keep.Is(asked)} is not possible: every one of the {classes} classes keeps at least one. Use " + $"{classes} or more."
        );
}
