namespace PSModelPruning.Compute.Training.Trees.Criteria;

/// <summary>What is known of a node before it is split.</summary>
/// <param name="Weight">The sum of its rows' weights.</param>
/// <param name="Impurity">Its impurity by the criterion.</param>
internal readonly record struct NodeStatistics(double Weight, double Impurity);
