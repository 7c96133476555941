using System.Text.RegularExpressions;

namespace PSModelPruning.Compute.Tests.Architecture;

/// <summary>The code keeps to the map of rooms in docs/architecture.md.</summary>
public sealed partial class RoomMapTests
{
    private static readonly RoomMap Rooms = new("rooms");
    private static readonly RoomMap Families = new("families");

    [Theory]
    [InlineData("rooms")]
    [InlineData("families")]
    public void A_room_imports_only_rooms_above_it(string table)
    {
        var map = new RoomMap(table);
        Assert.NotEmpty(map.Rooms);
        for (int i = 0; i < map.Rooms.Count; i++)
            Assert.Subset(map.Rooms.Take(i).ToHashSet(), map.ImportsOf(map.Rooms[i]).ToHashSet());
    }

    [Fact]
    public void Every_folder_lies_in_a_room_and_every_room_is_a_folder()
    {
        string[] folders = [.. SourceFolders.Files().Select(SourceFolders.FolderOf).Distinct()];

        Assert.DoesNotContain(folders, folder => folder != "." && Rooms.RoomOf(folder) is null);
        Assert.All(Rooms.Rooms.Concat(Families.Rooms), room =>
            Assert.Contains(folders, folder => folder == room || folder.StartsWith(room + "/", StringComparison.Ordinal))
        );
    }

    [Fact]
    public void Types_use_only_types_of_rooms_that_theirs_may_import()
    {
        var folders = new SourceFolders();
        var violations = new SortedSet<string>(StringComparer.Ordinal);
        int seen = 0;
        foreach (Type type in typeof(Model).Assembly.GetTypes())
        {
            if (folders.Of(type) is not { } folder)
                continue;
            seen++;
            foreach (Type used in TypeReferences.Of(type).Where(used => used.Assembly == type.Assembly))
            {
                if (folders.Of(used) is { } imported && (Rooms.Forbids(folder, imported) || Families.Forbids(folder, imported)))
                    violations.Add($"{folder} -> {imported}: {Top(type)} uses {Top(used)}");
            }
        }
        Assert.InRange(seen, 800, int.MaxValue);
        Assert.Empty(violations);
    }

    /// <summary>A directive can stand for what leaves no trace in the assembly, such as constants.</summary>
    [Fact]
    public void Directives_name_only_rooms_that_may_be_imported()
    {
        var violations = new SortedSet<string>(StringComparer.Ordinal);
        foreach (string file in SourceFolders.Files())
        {
            string folder = SourceFolders.FolderOf(file);
            foreach (Match import in Import().Matches(File.ReadAllText(file)))
            {
                string imported = import.Groups[1].Value.Replace('.', '/');
                if (Rooms.Forbids(folder, imported) || Families.Forbids(folder, imported))
                    violations.Add($"{folder} -> {imported}: {Path.GetFileName(file)}");
            }
        }
        Assert.Empty(violations);
    }

    [Fact]
    public void Compute_references_no_PowerShell() =>
        Assert.DoesNotContain(typeof(Model).Assembly.GetReferencedAssemblies(), reference =>
            reference.Name!.Contains("Management.Automation", StringComparison.Ordinal)
        );

    [Fact]
    public void A_forbidden_use_is_seen()
    {
        Assert.True(Rooms.Forbids("Data", "Training/Losses"));
        Assert.True(Rooms.Forbids("Networks/Operators", "Networks/Inference"));
        Assert.True(Families.Forbids("Pruning/Trees", "Pruning/Forests/Boosted"));
        Assert.False(Rooms.Forbids("Networks/Inference", "Networks/Operators"));
        Assert.False(Families.Forbids("Pruning/Forests", "Pruning/Trees"));
        // In a signature, in the arguments of a generic method, and in a lambda.
        Assert.Contains(typeof(RoomMap), TypeReferences.Of(typeof(RoomMapTests)));
        Assert.Contains(typeof(SourceFolders), TypeReferences.Of(typeof(Sample)));
        Assert.Contains(typeof(TypeReferences), TypeReferences.Of(typeof(Sample)));
    }

    private static string Top(Type type) => type.DeclaringType is { } declaring ? Top(declaring) : type.Name;

    [GeneratedRegex(@"^(?:global )?using (?:static )?(?:\w+ = )?PSModelPruning\.Compute\.([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Import();

    private static class Sample
    {
        internal static object Generic() => Array.Empty<SourceFolders>();

        internal static object Code() => TypeReferences.Of(typeof(int));
    }
}
