namespace PSModelPruning.Compute.Data;

/// <summary>Reads the rows of one file for prediction, one after another.</summary>
internal abstract class RowReader(string source) : IDisposable
{
    /// <summary>The file's name, which predictions tell.</summary>
    internal string Source { get; } = source;

    /// <summary>The columns' names.</summary>
    internal abstract IReadOnlyList<string> Names { get; }

    /// <summary>Whether the names come from the file or were told, rather than made up from the places.</summary>
    internal abstract bool HasNames { get; }

    /// <summary>Goes to the next row.</summary>
    /// <returns>False at the end.</returns>
    internal abstract bool Read();

    /// <summary>Prepares the current row.</summary>
    /// <param name="preparer">A preparer that is bound to this reader.</param>
    /// <param name="inputs">Receives the inputs.</param>
    internal abstract void Prepare(RowPreparer preparer, Span<float> inputs);

    /// <summary>The true value of the current row as text; null where the file does not hold it.</summary>
    /// <param name="target">The name of the model's target.</param>
    internal abstract string? Label(string target);

    public abstract void Dispose();
}
