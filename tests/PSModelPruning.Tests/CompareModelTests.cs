using System.Management.Automation;
using PSModelPruning.Compute;

namespace PSModelPruning.Tests;

public sealed class CompareModelTests : IDisposable
{
    private readonly ModuleSession _session = new();

    public CompareModelTests() =>
        Assert.Empty(
            _session
                .Invoke(
                    """
                    $data = Import-Dataset -Path $path -Target species -Seed 1
                    $linear = $data | Train-Model -Kind Linear -Epochs 3 -Seed 1 -Name plain
                    $network = $data | Train-Model -Layers 'linear 8', 'relu' -Epochs 3 -Seed 1 -Name deep
                    """,
                    ("path", ModuleSession.ExampleData("iris.csv"))
                )
                .Errors
        );

    [Fact]
    public void Models_come_back_in_their_order_with_changes_against_the_first()
    {
        IReadOnlyList<PSObject> rows = _session.Run("$linear, $network | Compare-Model");

        Assert.Equal(["plain", "deep"], rows.Select(r => r.Properties["Name"].Value));
        Assert.Equal(true, rows[0].Properties["IsReference"].Value);
        Assert.Equal("plain", rows[1].Properties["Reference"].Value);
        Assert.Equal(
            100 * ((double)rows[1].Properties["Accuracy"].Value - (double)rows[0].Properties["Accuracy"].Value),
            (double)rows[1].Properties["AccuracyChange"].Value,
            9
        );
        // 4·3 + 3 numbers of the linear model; 4·8 + 8 + 8·3 + 3 of the network.
        Assert.Equal(67.0 / 15, (double)rows[1].Properties["ParametersRatio"].Value, 9);
        Assert.Equal(PartitionName.Test, rows[0].Properties["Partition"].Value);
    }

    [Fact]
    public void The_model_parameter_takes_several_and_the_reference_may_be_another()
    {
        IReadOnlyList<PSObject> rows = _session.Run("Compare-Model $network -ReferenceModel $linear -LatencyBatchSize 16");

        Assert.Equal("plain", Assert.Single(rows).Properties["Reference"].Value);
        Assert.Equal(16, rows[0].Properties["LatencyBatchSize"].Value);
        Assert.Equal(2, _session.Run("Compare-Model -Model $network, $linear").Count);
    }

    [Fact]
    public void Another_partition_is_read_when_it_is_asked_for()
    {
        PSObject row = _session.Run("$linear | Compare-Model -Partition training").Single();

        Assert.Equal(_session.Run("$data.TrainingRows").Single().BaseObject, row.Properties["Rows"].Value);
    }

    [Fact]
    public void The_same_file_imported_with_another_seed_is_measured_rightly_and_the_leak_is_said()
    {
        SessionResult result = _session.Invoke(
            "$other = Import-Dataset -Path $path -Target species -Seed 2; $linear | Compare-Model -Dataset $other",
            ("path", ModuleSession.ExampleData("iris.csv"))
        );

        Assert.Contains("another division", Assert.Single(result.Warnings));
        Assert.Single((string[])[.. (IReadOnlyList<string>)result.Output[0].Properties["Remarks"].Value]);
    }

    [Fact]
    public void Data_of_another_schema_is_refused()
    {
        ErrorRecord error = _session.Fail(
            "$linear | Compare-Model -Dataset (Import-Dataset -Path $wine -Target cultivar)",
            ("wine", ModuleSession.ExampleData("wine.csv"))
        );

        Assert.StartsWith("SchemaMismatch,", error.FullyQualifiedErrorId);
        Assert.Contains("sepal_length", error.Exception.Message);
    }

    [Fact]
    public void A_model_from_a_file_needs_a_data_set()
    {
        string file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".psmodel");
        try
        {
            ErrorRecord error = _session.Fail(
                "$linear | Export-Model -Path $file; $loaded = Import-Model $file; $loaded | Compare-Model",
                ("file", file)
            );
            PSObject row = _session.Run("$loaded | Compare-Model -Dataset $data").Single();
            PSObject original = _session.Run("$linear | Compare-Model").Single();

            Assert.StartsWith("DatasetMissing,", error.FullyQualifiedErrorId);
            Assert.Contains("-Dataset", error.Exception.Message);
            Assert.Equal(original.Properties["Loss"].Value, row.Properties["Loss"].Value);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void A_partition_without_rows_is_an_error_and_a_missing_test_partition_a_warning()
    {
        _session.Run(
            "$bare = (Import-Dataset -Path $path -Target species -TestFraction 0 | Train-Model -Kind Linear -Epochs 1)",
            ("path", ModuleSession.ExampleData("iris.csv"))
        );

        Assert.StartsWith("PartitionEmpty,", _session.Fail("$bare | Compare-Model -Partition Test").FullyQualifiedErrorId);
        Assert.Contains("no test rows", Assert.Single(_session.Invoke("$bare | Compare-Model").Warnings));
    }

    [Theory]
    [InlineData("$linear | Compare-Model -LatencyBatchSize 0", "ParameterArgumentValidationError")]
    [InlineData("Compare-Model -Model @()", "InputMissing")]
    [InlineData("$linear | Compare-Model -Partition Best", "CannotConvertArgumentNoMessage")]
    public void Arguments_out_of_range_are_refused(string script, string errorId) =>
        Assert.StartsWith(errorId, _session.Fail(script).FullyQualifiedErrorId);

    public void Dispose() => _session.Dispose();
}
