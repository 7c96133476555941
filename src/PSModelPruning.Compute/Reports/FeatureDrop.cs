namespace PSModelPruning.Compute;

/// <summary>One input feature that pruning removed.</summary>
/// <param name="Feature">The column's name.</param>
/// <param name="Order">1 for the one that went first.</param>
/// <param name="Reason">Why it went, in words.</param>
/// <param name="Importance">What it was worth by the method when it went; NaN where nothing was measured. The unit depends on the
/// method.</param>
/// <param name="Score">The cross-validated accuracy (or R²) of the models without it and all that went before; NaN where the method does
/// not measure that.</param>
public sealed record FeatureDrop(string Feature, int Order, string Reason, double Importance, double Score);
