using System.IO.Compression;
using System.Management.Automation;
using PSModelPruning.Compute;

namespace PSModelPruning.Tests;

/// <summary>What the cmdlets make of the catalog of data formats.</summary>
[Collection("What is read")]
public sealed class DataFormatCommandTests : IDisposable
{
    private readonly ModuleSession _session = TrainedSession.IrisToRead;
    private readonly string _folder = Directory.CreateTempSubdirectory("psmp-formats-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Options_that_a_format_has_no_use_for_are_refused_by_both_cmdlets()
    {
        string rows = Lines();

        ErrorRecord imported = _session.Fail("Import-Dataset $rows -Target species -Delimiter ';' -NoHeader", ("rows", rows));
        Assert.StartsWith("ParameterNotForFormat,", imported.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("-NoHeader, -Delimiter", imported.Exception.Message, StringComparison.Ordinal);
        ErrorRecord predicted = _session.Fail("Get-ModelPrediction $rows $model -Header a, b");
        Assert.StartsWith("ParameterNotForFormat,", predicted.FullyQualifiedErrorId, StringComparison.Ordinal);
        ErrorRecord piped = _session.Fail("[pscustomobject]@{ a = 1; species = 'x' } | Import-Dataset -Target species -Encoding utf-8");
        Assert.StartsWith("ParameterNotForFormat,", piped.FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_lines_archives_and_tables_give_the_same_data_and_predictions()
    {
        string zip = Path.Combine(_folder, "iris.zip");
        using (ZipArchive archive = ZipFile.Open(zip, ZipArchiveMode.Create))
            archive.CreateEntryFromFile(ModuleSession.ExampleData("iris.csv"), "nested/iris.csv");
        _session.Run("", ("lines", Lines()), ("zip", zip));

        string[] hashes =
        [
            .. _session
                .Run("$iris, $lines, $zip | ForEach-Object { (Import-Dataset $_ -Target species -Seed 3).Hash }")
                .Select(hash => hash.ToString()),
        ];
        Assert.Equal(3, hashes.Length);
        Assert.Single(hashes.Distinct());

        RowPrediction[][] predictions =
        [
            .. new[] { "$iris", "$lines", "$zip" }.Select(path =>
                _session.Run($"Get-ModelPrediction {path} $model").Select(row => (RowPrediction)row.BaseObject).ToArray()
            ),
        ];
        Assert.Equal(150, predictions[0].Length);
        Assert.All(predictions, rows => Assert.Equal(predictions[0].Select(row => row.Probability), rows.Select(row => row.Probability)));
        Assert.All(predictions, rows => Assert.Equal(predictions[0].Select(row => row.Actual), rows.Select(row => row.Actual)));
        Assert.Equal("iris.csv", predictions[2][0].Source);
    }

    [Fact]
    public void Columns_of_every_kind_of_table_complete()
    {
        string line = $"Import-Dataset '{Lines()}' -Target pet";

        Assert.Equal(
            ["petal_length", "petal_width"],
            _session.Run("(TabExpansion2 $line).CompletionMatches.CompletionText", ("line", line)).Select(match => match.ToString())
        );
    }

    /// <summary>The flowers as JSON Lines.</summary>
    private string Lines()
    {
        string path = Path.Combine(_folder, "iris.jsonl");
        string[] rows = File.ReadAllLines(ModuleSession.ExampleData("iris.csv"));
        string[] names = rows[0].Split(',');
        IEnumerable<string> Properties(string row) =>
            row.Split(',').Select((value, i) => $"\"{names[i]}\": {(char.IsDigit(value[0]) ? value : $"\"{value}\"")}");
        File.WriteAllLines(path, rows.Skip(1).Select(row => $"{{{string.Join(", ", Properties(row))}}}"));
        return path;
    }
}
