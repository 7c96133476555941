namespace PSModelPruning.Compute.Pruning.Submodels;

/// <summary>A simple model that may take a larger one's place.</summary>
/// <param name="Model">The model.</param>
/// <param name="Description">What it says, in a line.</param>
/// <param name="Complexity">How complex it is, counted in <paramref name="Unit"/>.</param>
/// <param name="Unit">Conditions, leaves, weights.</param>
internal sealed record Submodel(Model Model, string Description, long Complexity, string Unit)
{
    internal static Submodel Of(RuleModel model) => new(model, string.Join("; ", model.Rules), model.Conditions, "conditions");
}
