namespace PSModelPruning.Compute.Runtime;

/// <summary>Finds in what parallel work threw the one exception that tells what happened.</summary>
internal static class Fault
{
    /// <summary>Missing memory before all else, an error of ours before others, and a cancellation last.</summary>
    internal static Exception Of(Exception thrown)
    {
        if (thrown is not AggregateException several)
            return thrown;
        IReadOnlyCollection<Exception> all = several.Flatten().InnerExceptions;
        return all.FirstOrDefault(e => e is OutOfMemoryException)
            ?? all.FirstOrDefault(e => e is ComputeException)
            ?? all.FirstOrDefault(e => e is not OperationCanceledException)
            ?? all.FirstOrDefault()
            ?? thrown;
    }
}
