namespace PSModelPruning.Compute.Pruning.Features;

/// <summary>Features that go together: one, or a group that is never parted.</summary>
/// <param name="Features">Indices into the model's features.</param>
/// <param name="Importance">What they were worth together; NaN where nothing was measured.</param>
/// <param name="Reason">Why they go before the rest, in words.</param>
/// <param name="Score">The cross-validated score of the models without these and all that went before; NaN where it was not
/// measured.</param>
internal sealed record FeatureStep(IReadOnlyList<int> Features, double Importance, string Reason, double Score = double.NaN);
