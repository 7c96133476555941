namespace PSModelPruning.Compute.Tests.Architecture;

/// <summary>A table of docs/architecture.md: rooms, which are folders of Compute, and what each may import.</summary>
internal sealed class RoomMap
{
    private readonly Dictionary<string, HashSet<string>> _imports = [];

    /// <summary>Reads the table between the marks of a name.</summary>
    internal RoomMap(string name)
    {
        string text = File.ReadAllText(Path.Combine(TestRuntime.Root, "docs", "architecture.md")),
            begin = $"<!-- {name}: begin -->";
        int first = text.IndexOf(begin, StringComparison.Ordinal) + begin.Length,
            last = text.IndexOf($"<!-- {name}: end -->", StringComparison.Ordinal);
        // Behind the header and its line.
        foreach (string line in text[first..last].Split('\n', Split).Skip(2))
        {
            string[] cells = [.. line.Trim('|').Split('|').Select(cell => cell.Replace("`", "", StringComparison.Ordinal).Trim())];
            Rooms.Add(cells[0]);
            _imports.Add(cells[0], [.. cells[^1].Split(',', Split)]);
        }
    }

    private const StringSplitOptions Split = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;

    /// <summary>The rooms, in the order of the table.</summary>
    internal List<string> Rooms { get; } = [];

    /// <summary>The rooms that a room may import.</summary>
    internal IReadOnlySet<string> ImportsOf(string room) => _imports[room];

    /// <summary>The room that a folder lies in; null for none.</summary>
    /// <param name="folder">Relative to Compute, with slashes.</param>
    internal string? RoomOf(string folder) =>
        Rooms.Where(room => folder == room || folder.StartsWith(room + "/", StringComparison.Ordinal)).MaxBy(room => room.Length);

    /// <summary>Whether the map keeps code of one folder from using another one's.</summary>
    internal bool Forbids(string folder, string imported) =>
        RoomOf(folder) is { } room && RoomOf(imported) is { } other && other != room && !_imports[room].Contains(other);
}
