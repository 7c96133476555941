namespace PSModelPruning.Compute.Training.Kinds;

/// <summary>Linear and logistic regression, on the machinery of networks.</summary>
internal sealed class LinearKind : NetworkKind
{
    internal override string Name => ModelKindCatalog.Linear;

    internal override string Description => "Multinomial logistic regression for classification, linear regression for regression.";

    // The two that name layers are read too: they are refused with an error that says why.
    internal override IReadOnlyList<string> Parameters { get; } = ["Preset", "Layers", .. FittingParameters];
}
