using System.Globalization;
using PSModelPruning.Compute.Pruning.Networks;

namespace PSModelPruning.Compute.Pruning.Paths;

/// <summary>Makes the report of a pruning along a path.</summary>
internal static class PathResult
{
    /// <summary>The description that a method gives the models of its path: a child of the model that was pruned.</summary>
    internal static ModelDescription Describe(Model model, string method, Dataset? dataset, PruningOptions options, long complexity) =>
        ModelDescription.ChildOf(model, ModelEvent.Now("Pruned", string.Create(CultureInfo.InvariantCulture,
            $"{method}: {complexity:N0} of {model.Complexity:N0} {model.ComplexityUnit} kept, target {options.Target}, seed {options.Seed}"))) with
        {
            Name = NetworkPruningResult.Name(model, options),
            Dataset = dataset ?? model.Dataset,
        };

    /// <summary>Puts the report on a result.</summary>
    internal static Model Model(Model model, Model result, PathMethod method, PruningPath path, Dataset? dataset, PruningOptions options, double before, double after)
    {
        result.Pruning = new PruningReport
        {
            Method = method.Name,
            Granularity = CultureInfo.InvariantCulture.TextInfo.ToTitleCase(path.Unit),
            Schedule = "OneShot",
            Scope = nameof(PruningScope.Global),
            Target = options.Target.ToString(),
            Sparsity = result.Sparsity,
            Seed = options.Seed,
            ScoreBefore = before,
            ScoreAfter = after,
            ParametersBefore = model.Parameters,
            ParametersAfter = result.Parameters,
            NonzeroParametersAfter = result.NonzeroParameters,
            BytesBefore = model.PackedBytes,
            BytesAfter = result.PackedBytes,
            Layers = [Row(model, result, path)],
            Rounds = [new PruningRound(1, result.Sparsity, after, after)],
        };
        return result;
    }

    /// <summary>The one row of a plan.</summary>
    internal static PruningLayer Row(Model model, Model result, PruningPath path) => new()
    {
        Layer = model.Name,
        Operator = model.Kind,
        Unit = path.Unit,
        Original = model.OriginalComplexity,
        Before = model.Complexity,
        Kept = result.Complexity,
        ParametersBefore = model.Parameters,
        ParametersAfter = result.Parameters,
        BytesBefore = model.PackedBytes,
        BytesAfter = result.PackedBytes,
    };
}
