using System.Globalization;
using System.Management.Automation;
using PSModelPruning.Arguments;
using PSModelPruning.Compute;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Storage;

namespace PSModelPruning.Commands;

/// <summary>Saves a model to a file.</summary>
[Cmdlet(VerbsData.Export, "Model", SupportsShouldProcess = true, DefaultParameterSetName = FromPipeline)]
[OutputType(typeof(FileInfo))]
public sealed class ExportModelCommand : ComputeCmdlet
{
    private const string FromPipeline = "Pipeline";
    private const string ByPosition = "Model";

    private bool _hasWritten;

    /// <summary>The model.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true, ParameterSetName = FromPipeline)]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ByPosition)]
    [ValidateNotNull]
    public Model Model { get; set; } = null!;

    /// <summary>The file to write; its folder must exist. Wildcard characters stand for themselves.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = FromPipeline)]
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = ByPosition)]
    [ValidateNotNullOrEmpty]
    [Alias("LiteralPath", "FilePath")]
    public string Path { get; set; } = "";

    /// <summary>The file format; chosen by the file name's extension if not given.</summary>
    [Parameter]
    [CatalogValue<ModelFormatCatalog>]
    [ArgumentCompleter(typeof(CatalogCompleter<ModelFormatCatalog>))]
    public string? Format { get; set; }

    /// <summary>Replace a file that exists.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        string path = Guard(() => FilePaths.Full(this, Path, FileErrors.DriveMissing));
        if (_hasWritten)
            Throw(CommandErrors.SeveralModels(path));
        IModelFormat format = Guard(() => Format is null ? ModelFormatCatalog.ForFile(path) : ModelFormatCatalog.Get(Format));
        if (!ShouldProcess(path, $"Export the model '{Model.Name}' as {format.Name}"))
            return;
        RunWork(monitor =>
        {
            ModelFile.Save(Model, path, format, Force, monitor);
            return true;
        });
        _hasWritten = true;
        var file = new FileInfo(path);
        WriteVerbose(
            string.Create(
                CultureInfo.InvariantCulture,
                $"Wrote {file.Length:N0} bytes; the parameters take {Model.StoredBytes:N0} bytes as float32 and {Model.PackedBytes:N0} "
                    + $"packed."
            )
        );
        WriteObject(file);
    }
}
