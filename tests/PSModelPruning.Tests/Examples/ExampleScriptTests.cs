namespace PSModelPruning.Tests;

/// <summary>Every script of the folder examples runs to its end without an error and prints something.</summary>
public sealed class ExampleScriptTests(ExampleScriptTests.Runs runs) : IClassFixture<ExampleScriptTests.Runs>
{
    public static TheoryData<string> Scripts => [.. Names];

    [Theory]
    [MemberData(nameof(Scripts))]
    public void It_runs(string script)
    {
        ExamplePiece run = Assert.Single(runs.Results[script]);

        run.AssertWorked();
        Assert.NotEqual("", run.Text);
    }

    private static IEnumerable<string> Names =>
        Directory
            .GetFiles(Path.Combine(ModuleSession.Root, "examples"), "*.ps1")
            .Select(file => Path.GetFileName(file))
            .Order(StringComparer.Ordinal);

    /// <summary>One run of all scripts. What a script writes to -OutputPath goes to the folder that it runs in.</summary>
    public sealed class Runs
    {
        private const string Call = """
            $script = Get-Command '{0}'
            $options = if ($script.Parameters.ContainsKey('OutputPath')) {{ @{{ OutputPath = "$PWD" }} }} else {{ @{{}} }}
            & $script @options
            """;

        internal ILookup<string, ExamplePiece> Results { get; } =
            ExampleRun.Run(
                Names.Select(name => new ExampleJob(
                    name,
                    "",
                    [new ExampleCode("", string.Format(null, Call, Path.Combine(ModuleSession.Root, "examples", name)))]
                ))
            );
    }
}
