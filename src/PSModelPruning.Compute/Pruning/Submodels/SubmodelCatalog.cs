namespace PSModelPruning.Compute.Pruning.Submodels;

/// <summary>Lists the kinds of simple models in the order in which they are tried. To add one, add its class and a line here.</summary>
internal static class SubmodelCatalog
{
    internal static IReadOnlyList<SubmodelFamily> All { get; } =
    [
        new ConstantSubmodel(),
        new ThresholdSubmodel(),
        new CombinationSubmodel(),
        new RuleListSubmodel(),
        new TreeSubmodel(),
        new LinearSubmodel(),
    ];
}
