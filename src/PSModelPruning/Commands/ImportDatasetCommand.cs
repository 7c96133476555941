using System.Management.Automation;
using PSModelPruning.Arguments;
using PSModelPruning.Compute;
using PSModelPruning.Compute.Data;

namespace PSModelPruning.Commands;

/// <summary>Import-Dataset: reads, cleans, encodes, scales and divides data into training, validation and test.</summary>
[Cmdlet(VerbsData.Import, "Dataset", DefaultParameterSetName = PathSet)]
[OutputType(typeof(Dataset))]
public sealed class ImportDatasetCommand : ComputeCmdlet
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";

    /// <summary>Files of one data set, or a folder of image files; wildcards are allowed.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PathSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>Files of one data set, or a folder of image files, taken as they are written.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet)]
    [ValidateNotNullOrEmpty]
    [Alias("PSPath", "LP")]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>The column to predict.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    public string? Target { get; set; }

    /// <summary>The fraction of the rows that goes to the test partition.</summary>
    [Parameter]
    public double? TestFraction { get; set; }

    /// <summary>The fraction of the rows that goes to the validation partition.</summary>
    [Parameter]
    public double? ValidationFraction { get; set; }

    /// <summary>How numbers are scaled.</summary>
    [Parameter]
    [CatalogValue<ScaleCatalog>]
    [ArgumentCompleter(typeof(CatalogCompleter<ScaleCatalog>))]
    public string? Scale { get; set; }

    /// <summary>The seed of everything random.</summary>
    [Parameter]
    public int Seed { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        ImportOptions options = new()
        {
            Target = Target,
            TestFraction = TestFraction,
            ValidationFraction = ValidationFraction,
            Scale = Scale,
            Seed = Seed,
        };
        string[] paths = ParameterSetName == LiteralPathSet ? [.. LiteralPath.Select(GetUnresolvedProviderPathFromPSPath)] : [.. Path.SelectMany(path => GetResolvedProviderPathFromPSPath(path, out _))];
        WriteObject(RunWork(monitor => DatasetImporter.Import(paths, [], options, monitor)));
    }
}
