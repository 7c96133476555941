namespace PSModelPruning.Compute.Data;

/// <summary>What is to be read from a table.</summary>
internal sealed record TableRequest
{
    public TableOptions Options { get; init; } = new();

    /// <summary>Tells by its name whether a column is left out.</summary>
    public Func<string, bool> IsExcluded { get; init; } = _ => false;

    /// <summary>The target column's name; null where there is none.</summary>
    public string? Target { get; init; }

    /// <summary>Whether single texts in a column of numbers or dates are taken as missing values.</summary>
    public bool TakesUnreadableAsMissing { get; init; }

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

    /// <summary>The kinds of columns that the source declares itself, by name.</summary>
    public Func<IReadOnlyDictionary<string, ColumnKind>> Kinds { get; init; } = () => new Dictionary<string, ColumnKind>();

    /// <summary>Whether its rows have no lines that a reader of them could look at.</summary>
    public bool HasRows { get; init; }

    /// <summary>The place of a record in words: its line, or its row where there are no lines.</summary>
    internal string Place(long line) => HasRows ? $"Row {line - 1} of {Name}" : $"Line {line} of '{Name}'";
}
