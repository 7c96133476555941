namespace PSModelPruning.Compute.Storage.Formats;

/// <summary>What was done to a model, as <c>history.json</c> holds it.</summary>
/// <param name="Events">Oldest first.</param>
internal sealed record HistoryDocument(IReadOnlyList<ModelEvent> Events)
{
    internal const string PartName = "history.json";
}
