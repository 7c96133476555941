namespace PSModelPruning.Compute.Networks.Building;

/// <summary>A parameter that a graph will have.</summary>
/// <param name="Name">Its name, <c>conv1.weight</c>.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Initializer">The values that it starts with; null for those that its node's operator gives it.</param>
/// <param name="IsTrainable">False for statistics.</param>
internal sealed record ParameterSpecification(string Name, long[] Shape, Initializer? Initializer, bool IsTrainable = true);
