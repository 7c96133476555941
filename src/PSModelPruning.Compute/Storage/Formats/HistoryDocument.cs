using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Storage.Formats;

/// <summary>What was done to a model, as <c>history.json</c> holds it.</summary>
/// <param name="Events">Oldest first.</param>
internal sealed record HistoryDocument(IReadOnlyList<EventDocument> Events) : PartDocument
{
    internal const string PartName = "history.json";

    internal static HistoryDocument Of(IReadOnlyList<ModelEvent> history) =>
        new([.. history.Select(change => new EventDocument(change.Time, change.Action, change.Description))]);

    internal IEnumerable<ModelEvent> ToHistory() =>
        Events.Select(change => new ModelEvent(change.Time, PlainText.Of(change.Action), PlainText.Of(change.Description)));
}

/// <summary>One thing that was done. See <see cref="ModelEvent"/>.</summary>
internal sealed record EventDocument(DateTime Time, string Action, string Description);
