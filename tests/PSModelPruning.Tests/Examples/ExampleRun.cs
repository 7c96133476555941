using System.Text.Json;

namespace PSModelPruning.Tests;

/// <summary>Runs pieces of PowerShell in one process of the host, each job in a folder of its own, and gives what came of them.</summary>
internal static class ExampleRun
{
    private static readonly string Folder = Path.Combine(ModuleSession.Root, "tests", "PSModelPruning.Tests", "Examples");

    /// <summary>The script that lays out what a reader has after cloning the project.</summary>
    internal static string Scene(string page) =>
        $"""
            $projectRoot = '{ModuleSession.Root}'
            $pagePath = '{page}'
            . '{Path.Combine(Folder, "Set-Scene.ps1")}'
            """;

    /// <summary>Runs jobs in one session; one that cannot run at all fails the others.</summary>
    internal static ILookup<string, ExamplePiece> Run(IEnumerable<ExampleJob> jobs)
    {
        string directory = Directory.CreateTempSubdirectory("PSModelPruning examples ").FullName;
        try
        {
            ExampleJob[] placed = [.. jobs.Select((job, number) => job with { Folder = Path.Combine(directory, $"{number}") })];
            foreach (ExampleJob job in placed)
                Directory.CreateDirectory(job.Folder);
            string list = Path.Combine(directory, "jobs.json"),
                results = Path.Combine(directory, "results.json");
            File.WriteAllText(list, JsonSerializer.Serialize(placed));
            EngineResult run = Engine.Host.RunFile(Path.Combine(Folder, "Invoke-Examples.ps1"), list, results);
            Assert.True(run.ExitCode == 0 && File.Exists(results), $"The examples did not run to their end.\n{run.Output}\n{run.Error}");
            return JsonSerializer.Deserialize<ExamplePiece[]>(File.ReadAllText(results))!.ToLookup(piece => piece.Job);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }
}

/// <summary>Pieces that run one after the other and share their variables.</summary>
/// <param name="Name">The page or script.</param>
/// <param name="Scene">Runs before the pieces.</param>
/// <param name="Pieces">What a reader types.</param>
internal sealed record ExampleJob(string Name, string Scene, IReadOnlyList<ExampleCode> Pieces)
{
    /// <summary>The folder to run in.</summary>
    public string Folder { get; init; } = "";
}

/// <summary>A piece of code and the heading that it stands under.</summary>
internal sealed record ExampleCode(string Title, string Code);

/// <summary>What came of a piece.</summary>
/// <param name="Job">The page or script that it belongs to.</param>
/// <param name="Title">The heading that it stands under.</param>
/// <param name="Text">What it printed.</param>
/// <param name="Errors">The errors that it wrote or that ended it.</param>
/// <param name="Set">The variables that it set.</param>
/// <param name="Empty">Those of them that hold nothing afterwards.</param>
/// <param name="Written">How many files it wrote.</param>
/// <param name="Seconds">How long it took.</param>
internal sealed record ExamplePiece(
    string Job,
    string Title,
    string Text,
    IReadOnlyList<string> Errors,
    IReadOnlyList<string> Set,
    IReadOnlyList<string> Empty,
    int Written,
    double Seconds
)
{
    /// <summary>Asserts that it went as the reader may expect: no error, and something came of it.</summary>
    internal void AssertWorked()
    {
        Assert.True(Errors.Count == 0, $"{Job}, {Title}: {string.Join("\n", Errors)}");
        Assert.True(Empty.Count == 0, $"{Job}, {Title}: nothing is in ${string.Join(", $", Empty)}.");
        Assert.True(Text.Length > 0 || Set.Count > 0 || Written > 0, $"{Job}, {Title}: nothing came of it.");
        Assert.False(IsCut(), $"{Job}, {Title}: a table is wider than 80 columns.\n{Text}");
    }

    /// <summary>True where a table lost text, or where a header, or a row that begins with a name, takes more than one line.</summary>
    private bool IsCut()
    {
        string[] lines = Text.ReplaceLineEndings("\n").Split('\n');
        for (int i = 1; i < lines.Length; i++)
        {
            if (lines[i].Trim().Length == 0 || lines[i].Any(symbol => symbol is not ('-' or ' ')))
                continue;
            if (i > 1 && lines[i - 2].Trim().Length > 0)
                return true;
            string[] rows = [.. lines.Skip(i + 1).TakeWhile(line => line.Trim().Length > 0)];
            bool namesRows = lines[i - 1].StartsWith("Name ", StringComparison.Ordinal);
            if (rows.Any(row => row.TrimEnd().EndsWith('…') || namesRows && row.StartsWith(' ')))
                return true;
        }
        return false;
    }
}
