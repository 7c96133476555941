using System.Globalization;
using System.Management.Automation;
using PSModelPruning.Arguments;
using PSModelPruning.Compute;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Storage;

namespace PSModelPruning.Commands;

/// <summary>Saves a model to a file.</summary>
[Cmdlet(VerbsData.Export, "Model", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportModelCommand : ModelCmdlet
{
    private string _path = "";
    private bool _hasWritten;

    /// <summary>The model.</summary>
    [Parameter(Position = 1, ValueFromPipeline = true)]
    [Required]
    [ShownAs(typeof(Model))]
    public object? Model { get; set; }

    /// <summary>The file to write; its folder must exist. Wildcard characters stand for themselves.</summary>
    [Parameter(Position = 0)]
    [Required]
    [ShownAs(typeof(string))]
    [ValidateNotNullOrEmpty]
    [Alias("LiteralPath", "FilePath")]
    public object? Path { get; set; }

    /// <summary>The file format; chosen by the file name's extension if not given.</summary>
    [Parameter]
    [CatalogValue<ModelFormatCatalog>]
    [ArgumentCompleter(typeof(CatalogCompleter<ModelFormatCatalog>))]
    public string? Format { get; set; }

    /// <summary>Replace a file that exists.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    private protected override object? Given => Model;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        SetPlaces();
        base.BeginProcessing();
        if (Path is null)
            Throw(CommandErrors.ParameterMissing(nameof(Path), "Give the file to write: $model | Export-Model model.psmodel."));
        _path = Guard(() => FilePaths.Full(this, PathText(Path), FileErrors.DriveMissing));
    }

    /// <summary>The model and the file may be given in either order. Of two paths, the one of a model file is the model.</summary>
    private void SetPlaces()
    {
        if (Path is null || MyInvocation.ExpectingInput)
            return;
        bool isModel = Bare(Path) is Model || Bare(Path) is string first && Bare(Model) is string && IsModelFile(first);
        if (!isModel)
            return;
        if (Bare(Path) is string && Bare(Model) is string second && IsModelFile(second))
            Throw(CommandErrors.TwoModelFiles(PathText(Path), second));
        (Path, Model) = (Model, Path);
    }

    private static string PathText(object path) => Bare(path) is FileSystemInfo file ? file.FullName : $"{path}";

    /// <inheritdoc/>
    private protected override void Process(Model model)
    {
        string path = _path;
        if (_hasWritten)
            Throw(CommandErrors.SeveralModels(path));
        IModelFormat format = Guard(() => Format is null ? ModelFormatCatalog.ForFile(path) : ModelFormatCatalog.Get(Format));
        if (!ShouldProcess(path, $"Export the model '{model.Name}' as {format.Name}"))
            return;
        RunWork(monitor =>
        {
            ModelFile.Save(model, path, format, Force, monitor);
            return true;
        });
        _hasWritten = true;
        var file = new FileInfo(path);
        WriteVerbose(
            string.Create(
                CultureInfo.InvariantCulture,
                $"Wrote {file.Length:N0} bytes; the parameters take {model.StoredBytes:N0} bytes as float32 and {model.PackedBytes:N0} "
                    + $"packed."
            )
        );
        WriteObject(file);
    }
}
