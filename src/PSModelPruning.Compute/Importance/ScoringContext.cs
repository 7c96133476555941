namespace PSModelPruning.Compute.Importance;

/// <summary>What a scorer may need beside the values.</summary>
/// <param name="Seed">For random numbers; differs from feature to feature.</param>
/// <param name="Cancellation">To be looked at every few thousand rows by methods that take long.</param>
internal readonly record struct ScoringContext(int Seed, CancellationToken Cancellation);
