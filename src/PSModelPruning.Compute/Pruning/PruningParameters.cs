using PSModelPruning.Compute.Pruning.Paths;

namespace PSModelPruning.Compute.Pruning;

/// <summary>Which parameters of Invoke-ModelPrune a method reads; any other that was given is an error, so that nobody believes in a setting that does nothing.</summary>
internal static class PruningParameters
{
    /// <summary>Those that only networks read.</summary>
    private static readonly string[] OfNetworks =
        ["Granularity", "Scope", "Schedule", "Steps", "FineTuneEpochs", "LearningRate", "BatchSize", "ExcludeLayer", "RoundTo"];

    /// <summary>Those that only methods of paths read, some of them each.</summary>
    private static readonly string[] OfPaths = ["Keep", "Leaves", "Alpha", "Rule", "Fold", "Confidence", "PriorWeight", "RefinementEpochs"];

    /// <summary>What every method of a path reads, beside the parameters that all models have in common.</summary>
    internal static IReadOnlyList<string> OfEveryPath { get; } = ["Rule", "Fold"];

    /// <summary>Checks what was given for a network.</summary>
    /// <exception cref="ComputeException"><c>ParameterNotForMethod</c>.</exception>
    internal static void CheckNetwork(Model model, PruningOptions options) =>
        Check(model, options.Method.Length > 0 ? options.Method : "Magnitude", options, [.. OfNetworks, "MaxMacs"], OfPaths);

    /// <summary>Checks what was given for a method of a path.</summary>
    /// <exception cref="ComputeException"><c>ParameterNotForMethod</c>; <c>BudgetNotForModel</c>: the model counts no multiply-accumulates.</exception>
    internal static void CheckPath(Model model, PathMethod method, PruningOptions options)
    {
        Check(model, method.Name, options, [.. method.Parameters, .. OfEveryPath], [.. OfNetworks, .. OfPaths]);
        if (options.Target.MaxMacs is not null && model.MultiplyAccumulates == 0)
            throw PruningErrors.BudgetNotForModel(model);
    }

    private static void Check(Model model, string method, PruningOptions options, IReadOnlyList<string> read, IReadOnlyList<string> known)
    {
        if (known.FirstOrDefault(parameter => options.Given.Contains(parameter) && !read.Contains(parameter)) is { } ignored)
            throw PruningErrors.ParameterNotForMethod(model, method, ignored, read);
    }
}
