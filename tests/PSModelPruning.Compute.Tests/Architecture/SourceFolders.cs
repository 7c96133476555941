using System.Text.RegularExpressions;

namespace PSModelPruning.Compute.Tests.Architecture;

/// <summary>Knows the folder that each type of Compute is written in; many types of one namespace lie in several folders.</summary>
internal sealed partial class SourceFolders
{
    private readonly Dictionary<string, string> _folders = [];

    internal SourceFolders()
    {
        foreach (string file in Files())
        {
            string text = File.ReadAllText(file),
                folder = FolderOf(file);
            Match space = Namespace().Match(text);
            foreach (Match type in Declaration().Matches(text))
                _folders[$"{space.Groups[1].Value}.{type.Groups[1].Value}"] = folder;
        }
    }

    /// <summary>The source files of Compute.</summary>
    internal static IEnumerable<string> Files() =>
        Directory
            .EnumerateFiles(Root, "*.cs", SearchOption.AllDirectories)
            .Where(file => FolderOf(file).Split('/')[0] is not ("bin" or "obj"));

    /// <summary>A file's folder relative to Compute, with slashes.</summary>
    internal static string FolderOf(string file) => Path.GetRelativePath(Root, Path.GetDirectoryName(file)!).Replace('\\', '/');

    /// <summary>The folder of a type; null for one that the compiler made.</summary>
    internal string? Of(Type type)
    {
        while (type.DeclaringType is { } declaring)
            type = declaring;
        string name = $"{type.Namespace}.{type.Name}";
        int arity = name.IndexOf('`', StringComparison.Ordinal);
        return _folders.GetValueOrDefault(arity < 0 ? name : name[..arity]);
    }

    private static string Root => Path.Combine(TestRuntime.Root, "src", "PSModelPruning.Compute");

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(
        @"^(?:public|internal|file) (?:\w+ )*?(?:class|struct|interface|enum|record struct|record class|record|delegate \S+) (\w+)",
        RegexOptions.Multiline
    )]
    private static partial Regex Declaration();
}
