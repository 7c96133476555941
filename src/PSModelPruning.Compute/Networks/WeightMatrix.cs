namespace PSModelPruning.Compute.Networks;

/// <summary>One weight of an operator.</summary>
/// <param name="Input">The index of the input that it is.</param>
/// <param name="Operator">How it multiplies what arrives.</param>
internal sealed record WeightMatrix(int Input, IMatrixOperator Operator);
