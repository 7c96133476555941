using System.Globalization;

namespace PSModelPruning.Tests;

/// <summary>Targets that float32 cannot tell apart: every family learns, stores and shows them with all their digits.</summary>
public sealed class LargeTargetTests : IDisposable
{
    private readonly ModuleSession _session = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("psmp-large-").FullName;

    public void Dispose()
    {
        _session.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private string Write(string name, Func<int, double> target)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllText(
            path,
            "x,z,y\n"
                + string.Concat(
                    Enumerable.Range(1, 400).Select(h => string.Create(CultureInfo.InvariantCulture, $"{h},{h * 7 % 13},{target(h):R}\n"))
                )
        );
        return path;
    }

    [Theory]
    [InlineData("Tree", "")]
    [InlineData("Forest", "-TreeCount 30")]
    [InlineData("Boosted", "")]
    [InlineData("Neighbors", "")]
    [InlineData("Linear", "-Epochs 60")]
    [InlineData("Network", "-Layers 'linear 16','relu' -Epochs 60")]
    public void Differences_of_one_in_a_billion_are_learned_stored_and_shown(string kind, string options)
    {
        string path = Write("billions.csv", h => 2_000_000_000 + h);
        string script = $$"""
            $data = Import-Dataset $path -Target y -Task Regression -Seed 1
            $model = Train-Model $data -Kind {{kind}} {{options}} -Seed 1
            $null = Export-Model $model (Join-Path $folder 'm.psmodel') -Force
            $read = Import-Model (Join-Path $folder 'm.psmodel')
            $rows = @(Get-ModelPrediction $path $read)
            $other = Import-Dataset $path -Target y -Task Regression -Seed 2 -TestFraction 0.5
            (Compare-Model $model).R2
            (Compare-Model $read -Dataset $other 3>$null).R2
            ($rows | Measure-Object { [math]::Abs($_.Prediction - $_.Actual) } -Average).Average
            @($data | Get-ModelPrediction $model | Where-Object { $_.Actual -ne 2000000000 + $_.Row }).Count
            @($rows | Where-Object { $_.Actual -ne 2000000000 + $_.Row }).Count
            """;

        double[] figures =
        [
            .. _session
                .Run(script, ("path", path), ("folder", _folder))
                .Select(row => Convert.ToDouble(row.BaseObject, CultureInfo.InvariantCulture)),
        ];

        Assert.InRange(figures[0], 0.9, 1);
        Assert.InRange(figures[1], 0.9, 1);
        Assert.InRange(figures[2], 0, 40);
        Assert.Equal([0, 0], figures[3..]);
    }

    [Fact]
    public void A_tree_gives_back_the_numbers_of_the_file()
    {
        string path = Write("cents.csv", h => 21_525_175.50 + 1000.25 * h);
        string script = """
            $data = Import-Dataset $path -Target y -TestFraction 0 -ValidationFraction 0
            $tree = Train-Model $data -Kind Tree
            @($data | Get-ModelPrediction $tree -Partition Training | Where-Object { $_.Prediction -ne $_.Actual }).Count
            ($data | Get-ModelPrediction $tree -Partition Training | Select-Object -First 1 | Format-Table Prediction, Actual | Out-String)
            ($data | Get-ModelPrediction $tree -Partition Training | Select-Object -First 1 | Out-String)
            $tree.ToText()
            """;

        object[] output = [.. _session.Run(script, ("path", path)).Select(row => row.BaseObject)];

        Assert.Equal(0, output[0]);
        Assert.Contains("21526175.75", (string)output[2], StringComparison.Ordinal);
        Assert.Contains("21526175.75", (string)output[3], StringComparison.Ordinal);
    }

    [Fact]
    public void Models_of_different_files_are_joined_and_taught_in_their_own_units()
    {
        string low = Write("low.csv", h => 2_000_000_000 + h);
        string high = Write("high.csv", h => 2_000_000_100 + h);
        string script = """
            $a = Train-Model (Import-Dataset $low -Target y -Task Regression) -Kind Tree
            $b = Train-Model (Import-Dataset $high -Target y -Task Regression) -Kind Tree
            $both = Join-Model $a, $b
            $row = [pscustomobject]@{ x = 200; z = 200 * 7 % 13 }
            ($row | Get-ModelPrediction $both).Prediction - 2000000250
            (Compare-Model $a -Dataset (Import-Dataset $high -Target y -Task Regression) 3>$null).Mae
            """;

        double[] figures = [.. _session.Run(script, ("low", low), ("high", high)).Select(row => (double)row.BaseObject)];

        Assert.InRange(Math.Abs(figures[0]), 0, 3);
        Assert.InRange(figures[1], 98, 102);
    }
}
