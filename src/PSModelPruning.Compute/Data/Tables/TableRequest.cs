namespace PSModelPruning.Compute.Data;

/// <summary>What is to be read from a table.</summary>
internal sealed record TableRequest
{
    public TableOptions Options { get; init; } = new();

    /// <summary>Tells by its name whether a column is left out.</summary>
    public Func<string, bool> IsExcluded { get; init; } = _ => false;

    /// <summary>Kinds that were told, by column name.</summary>
    public IReadOnlyDictionary<string, ColumnKind> Kinds { get; init; } = new Dictionary<string, ColumnKind>();

    internal ColumnKind? KindOf(string name) => Kinds.Count > 0 && Kinds.TryGetValue(name, out ColumnKind kind) ? kind : null;
}

/// <summary>Where one table comes from.</summary>
/// <param name="Name">The path, or what is named in errors instead of one.</param>
/// <param name="Open">Opens it at its start; called again for a second reading.</param>
/// <param name="IsTest">Whether its rows make up the test partition.</param>
internal sealed record TableSource(string Name, Func<TableStream> Open, bool IsTest)
{
    /// <summary>What is added to a line of the text to get the line of the file that the text was made of.</summary>
    public int LineOffset { get; init; }
}
