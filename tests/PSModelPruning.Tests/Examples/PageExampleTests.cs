namespace PSModelPruning.Tests;

/// <summary>Every example of the help, of README and of the other pages works as it is printed.</summary>
public sealed class PageExampleTests(PageExampleTests.Runs runs) : IClassFixture<PageExampleTests.Runs>
{
    private const string Fence = "```";

    /// <summary>The rows of this page are commands that take hours; a test of its own runs the script that writes it.</summary>
    private const string Measured = "docs/results.md";

    public static TheoryData<string> Pages => [.. Names];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Its_examples_work(string page)
    {
        ExamplePiece[] pieces = [.. runs.Results[page]];

        Assert.Equal(Examples(page).Count, pieces.Length);
        Assert.All(pieces, piece => piece.AssertWorked());
    }

    private static IEnumerable<string> Names =>
        new[] { "README.md", "en-US/about_PSModelPruning.help.txt" }
            .Concat(
                Directory
                    .GetFiles(Path.Combine(ModuleSession.Root, "docs"), "*.md", SearchOption.AllDirectories)
                    .Select(file => Path.GetRelativePath(ModuleSession.Root, file).Replace('\\', '/'))
                    .Order(StringComparer.Ordinal)
            )
            .Where(page => page != Measured && Examples(page).Count > 0);

    /// <summary>
    /// The blocks of PowerShell on a page, each with the heading above it; in a text file the indented lines that begin with a variable.
    /// </summary>
    private static IReadOnlyList<ExampleCode> Examples(string page)
    {
        string[] lines = File.ReadAllLines(Path.Combine(ModuleSession.Root, page));
        if (!page.EndsWith(".md", StringComparison.Ordinal))
            return [new ExampleCode("", string.Join('\n', lines.Where(line => line.StartsWith("        $", StringComparison.Ordinal))))];
        List<ExampleCode> examples = [];
        List<string>? code = null;
        string title = "";
        bool isFenced = false;
        foreach (string line in lines)
        {
            if (line.StartsWith(Fence, StringComparison.Ordinal))
            {
                if (code is not null)
                    examples.Add(new ExampleCode(title, string.Join('\n', code)));
                isFenced = !isFenced;
                code = isFenced && line == Fence + "powershell" ? [] : null;
            }
            else if (code is not null)
                code.Add(line);
            else if (!isFenced && line.StartsWith('#'))
                title = line.TrimStart('#').Trim();
        }
        return examples;
    }

    /// <summary>One run of all pages.</summary>
    public sealed class Runs
    {
        internal ILookup<string, ExamplePiece> Results { get; } =
            ExampleRun.Run(
                Names.Select(page => new ExampleJob(page, ExampleRun.Scene(Path.Combine(ModuleSession.Root, page)), Examples(page)))
            );
    }
}
