namespace PSModelPruning.Compute;

/// <summary>A simple model that was tried in place of a larger one.</summary>
/// <param name="Kind">What it is: Constant, Threshold, Rules, Combination, Tree, Linear.</param>
/// <param name="Description">What it says, in a line: the rule itself, or its size.</param>
/// <param name="Complexity">How complex it is, counted in <paramref name="ComplexityUnit"/>.</param>
/// <param name="ComplexityUnit">What is counted: conditions, leaves, weights.</param>
/// <param name="Score">Its accuracy (or R²) on the validation rows.</param>
/// <param name="Fidelity">How often it says what the larger model says, on the same rows, 0 to 1; for numbers R² against the larger
/// model's.</param>
/// <param name="Chosen">Whether it took the larger model's place.</param>
/// <param name="Verdict">Why it was enough, or why not, in words.</param>
public sealed record SubmodelTrial(
    string Kind,
    string Description,
    long Complexity,
    string ComplexityUnit,
    double Score,
    double Fidelity,
    bool Chosen,
    string Verdict
);
