namespace PSModelPruning.Compute.Pruning.Paths;

/// <summary>One point of a pruning path: a model that is made when it is asked for.</summary>
/// <param name="Complexity">The model's complexity, counted as <see cref="Model.Complexity"/>.</param>
/// <param name="Parameter">
/// What leads to this point in other data too, so that cross-validation can compare points of different paths: the cost-complexity alpha,
/// or the fraction that is gone. Never falls along the path.
/// </param>
/// <param name="Make">Makes the model, a new one at each call, also for the first point; called at most a few times for each point.</param>
internal sealed record PathCandidate(long Complexity, double Parameter, Func<Model> Make)
{
    /// <summary>Leaves of the model's trees; 0 where it has none. What Leaves looks at.</summary>
    internal long Leaves { get; init; }

    /// <summary>
    /// The risk by which the method chose: the total impurity of a tree's leaves, the expected error …; NaN where the method has none.
    /// </summary>
    internal double Risk { get; init; } = double.NaN;
}
