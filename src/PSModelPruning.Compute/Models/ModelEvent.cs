namespace PSModelPruning.Compute;

/// <summary>One thing that was done to a model.</summary>
/// <param name="Time">When, in coordinated universal time.</param>
/// <param name="Action">What: Trained, Pruned, FineTuned, Imported.</param>
/// <param name="Description">In words, with the options and figures that matter.</param>
public sealed record ModelEvent(DateTime Time, string Action, string Description)
{
    internal static ModelEvent Now(string action, string description) => new(DateTime.UtcNow, action, description);
}
