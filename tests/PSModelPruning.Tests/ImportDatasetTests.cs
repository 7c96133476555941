using System.Management.Automation;

namespace PSModelPruning.Tests;

public sealed class ImportDatasetTests : IDisposable
{
    private readonly ModuleSession _session = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("psmp-import-").FullName;

    public void Dispose()
    {
        _session.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private string Write(string name, string text)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    private static string Id(ErrorRecord error) => error.FullyQualifiedErrorId;

    [Fact]
    public void A_table_imports_with_its_partitions()
    {
        PSObject data = _session
            .Run("Import-Dataset $path -Target digit -Seed 1", ("path", ModuleSession.ExampleData("digits.csv")))
            .Single();

        Assert.Equal("digits", data.Properties["Name"].Value);
        Assert.Equal(1258, data.Properties["TrainingRows"].Value);
        Assert.Equal("1258/180/359", Invoke("Partitions", data));
        Assert.Equal("10", Invoke("Classes", data));
        Assert.Equal(
            "pixel_0_3 7 64",
            _session.Run("\"$($data.Columns[3].Name) $($data.Classes[7]) $($data.InputShape[0])\"").Single().ToString()
        );
    }

    [Fact]
    public void Objects_from_the_pipeline_give_the_same_data_as_the_file()
    {
        const string script = """
            $rows = foreach ($line in [IO.File]::ReadAllLines($path)[1..150]) {
                $f = $line.Split(',')
                [pscustomobject]@{
                    sepal_length = [double]$f[0]; sepal_width = [decimal]$f[1]
                    petal_length = $f[2]; petal_width = [float]$f[3]; species = $f[4]
                }
            }
            ($rows | Import-Dataset -Target species -Seed 5).Hash
            (Import-Dataset $path -Target species -Seed 5).Hash
            """;

        IReadOnlyList<PSObject> hashes = _session.Run(script, ("path", ModuleSession.ExampleData("iris.csv")));

        Assert.Equal(hashes[1].ToString(), hashes[0].ToString());
    }

    [Fact]
    public void Objects_may_hold_integers_booleans_dates_enums_and_nothing()
    {
        const string script = """
            $rows = 1..40 | ForEach-Object { [pscustomobject]@{
                Count = $_; Big = [long]$_ * 1gb; On = [bool]($_ % 2); At = [datetime]::new(2024, 1, 1).AddDays($_)
                Day = [DayOfWeek]($_ % 7); Gap = $(if ($_ % 5) { $_ }); Text = "a,`"b`" $($_ % 3)`nnext"; Y = "c$($_ % 2)" } }
            $data = $rows | Import-Dataset -Target Y
            $data.Columns | ForEach-Object { "$($_.Name) $($_.Kind) $($_.MissingCount) $($_.InputCount)" }
            """;

        string[] columns = [.. _session.Run(script).Select(line => line.ToString())];

        Assert.Equal(
            [
                "Count Number 0 1",
                "Big Number 0 1",
                "On Boolean 0 1",
                "At DateTime 0 1",
                "Day Category 0 7",
                "Gap Number 8 1",
                "Text Category 0 3",
                "Y Category 0 0",
            ],
            columns
        );
    }

    [Fact]
    public void Paths_may_be_relative_wild_or_literal()
    {
        Write("part 1.csv", "x,y\n" + string.Concat(Enumerable.Range(0, 30).Select(i => $"{i},{i % 2}\n")));
        Write("part 2.csv", "x,y\n" + string.Concat(Enumerable.Range(0, 20).Select(i => $"{i},{i % 2}\n")));
        Write("odd[1].csv", "x,y\n" + string.Concat(Enumerable.Range(0, 10).Select(i => $"{i},{i % 2}\n")));
        const string script = """
            $null = $ExecutionContext.SessionState.Path.SetLocation($folder)
            (Import-Dataset 'part*.csv' -Target y).Rows
            (Import-Dataset './part 2.csv' -Target y).Rows
            (Import-Dataset -LiteralPath 'odd[1].csv' -Target y).Rows
            """;

        Assert.Equal([50, 20, 10], _session.Run(script, ("folder", _folder)).Select(rows => (int)rows.BaseObject));
    }

    [Fact]
    public void Errors_have_stable_ids()
    {
        string iris = ModuleSession.ExampleData("iris.csv");

        ErrorRecord error = _session.Fail("Import-Dataset $path -Target spices", ("path", iris));
        Assert.Equal("TargetNotFound,PSModelPruning.Commands.ImportDatasetCommand", Id(error));
        Assert.Equal(ErrorCategory.ObjectNotFound, error.CategoryInfo.Category);
        Assert.StartsWith("DataFileNotFound,", Id(_session.Fail("Import-Dataset no-such-file*.csv -Target y")), StringComparison.Ordinal);
        Assert.StartsWith(
            "DataFileNotFound,",
            Id(_session.Fail("Import-Dataset -LiteralPath 'no[1].csv' -Target y")),
            StringComparison.Ordinal
        );
        Assert.StartsWith(
            "DataFileNotFound,",
            Id(_session.Fail("Import-Dataset $path -Target species -TestPath nowhere.csv")),
            StringComparison.Ordinal
        );
        Assert.StartsWith(
            "FractionOutOfRange,",
            Id(_session.Fail("Import-Dataset $path -Target species -TestFraction 2")),
            StringComparison.Ordinal
        );
        Assert.StartsWith(
            "ColumnTypeInvalid,",
            Id(_session.Fail("Import-Dataset $path -Target species -ColumnType @{ petal_width = 'Nonsense' }")),
            StringComparison.Ordinal
        );
        Assert.StartsWith("RowsWithoutProperties,", Id(_session.Fail("1..3 | Import-Dataset -Target y")), StringComparison.Ordinal);
        Assert.StartsWith("NoRows,", Id(_session.Fail("@() | Import-Dataset -Target y")), StringComparison.Ordinal);
        Assert.Contains(
            "ParameterArgumentValidationError",
            Id(_session.Fail("Import-Dataset $path -Target species -Scale Huge")),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "ParameterArgumentTransformationError",
            Id(_session.Fail("Import-Dataset $path -Target species -Encoding klingon")),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Names_of_columns_and_variants_complete()
    {
        string path = ModuleSession.ExampleData("iris.csv");

        Assert.Equal(["petal_length", "petal_width"], Complete($"Import-Dataset '{path}' -Target pet"));
        Assert.Equal(["sepal_length", "sepal_width"], Complete($"Import-Dataset -Path '{path}' -ExcludeFeature sep"));
        Assert.Equal(
            ["Mean", "Median", "Mode", "Zero", "Drop", "Error", "Keep", "ExcludeEmpty"],
            Complete($"Import-Dataset '{path}' -Missing ")
        );
        Assert.Equal(["Idx"], Complete("Import-Dataset x -Format i"));
        Assert.Equal(["'two words'"], Complete($"Import-Dataset '{Write("names.csv", "two words,y\n1,2\n")}' -Target t"));
        Assert.DoesNotContain("zzz", Complete("Import-Dataset no-such-file.csv -Target zzz"));
        Assert.Equal(["petal_length", "petal_width"], Complete($"Import-Csv '{path}' | Import-Dataset -Target pet"));
        Assert.Equal(["species"], Complete($"ipcsv '{path}' | Where-Object species | Import-Dataset -Target sp"));
        Assert.DoesNotContain("species", Complete($"Get-Item '{path}' | Import-Dataset -Target sp"));
        Assert.DoesNotContain("species", Complete("Import-Csv $path | Import-Dataset -Target sp"));
    }

    [Theory]
    [InlineData(2900)]
    [InlineData(7)]
    public void Decisions_are_told_and_values_that_do_not_fit_are_named(int place)
    {
        string path = Write(
            "mixed.csv",
            "x,y\n"
                + string.Concat(
                    Enumerable
                        .Range(0, 3000)
                        .Select(i =>
                            $"{(i == place ? "unknown" : (i % 9).ToString(System.Globalization.CultureInfo.InvariantCulture))},{i % 2}\n"
                        )
                )
        );

        SessionResult result = _session.Invoke("Import-Dataset $path -Target y -OnError Missing -Verbose", ("path", path));

        Assert.Contains(result.Verbose, line => line.Contains("2 columns separated by commas, with header", StringComparison.Ordinal));
        Assert.Contains(result.Verbose, line => line.Contains("2100 training, 300 validation and 600 test", StringComparison.Ordinal));
        Assert.Contains(result.Warnings, line =>
            line.Contains("'unknown'", StringComparison.Ordinal) && line.Contains($"Line {place + 2} ", StringComparison.Ordinal)
        );
        Assert.Contains("-OnError Missing", _session.Fail("Import-Dataset $path -Target y").Exception.Message, StringComparison.Ordinal);
        Assert.Empty(_session.Invoke("Import-Dataset $path -Target y -MissingMarker unknown").Warnings);
    }

    private IReadOnlyList<string> Complete(string input) =>
        [
            .. _session
                .Run(
                    "([System.Management.Automation.CommandCompletion]::CompleteInput($text, $text.Length, "
                        + "$null)).CompletionMatches.CompletionText",
                    ("text", input)
                )
                .Where(match => match is not null)
                .Select(match => match.ToString()),
        ];

    private string Invoke(string helper, PSObject data) =>
        _session.Run($"[PSModelPruning.Views.DatasetView]::{helper}($data)", ("data", data)).Single().ToString();
}
