using System.Management.Automation;
using PSModelPruning.Arguments;
using PSModelPruning.Compute;
using PSModelPruning.Compute.Storage;

namespace PSModelPruning.Commands;

/// <summary>Reads models from files.</summary>
[Cmdlet(VerbsData.Import, "Model", DefaultParameterSetName = PathSet)]
[OutputType(typeof(Model))]
public sealed class ImportModelCommand : ComputeCmdlet
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";
    private bool _isGiven;

    /// <summary>The files; wildcards may name several.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ParameterSetName = PathSet)]
    [Parameter(Position = 0, ValueFromPipeline = true, ParameterSetName = LiteralPathSet)]
    [ShownIn(PathSet)]
    [Required(PathSet)]
    [SupportsWildcards]
    public string[]? Path { get; set; }

    /// <summary>The files; wildcard characters stand for themselves.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = PathSet)]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = LiteralPathSet)]
    [ShownIn(LiteralPathSet)]
    [Required(LiteralPathSet)]
    [Alias("PSPath", "FullName")]
    public string[]? LiteralPath { get; set; }

    /// <summary>The names of the classes of an ONNX file, in the order of the file's own.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? Classes { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        if (Path is not null && LiteralPath is not null)
            Throw(CommandErrors.ParametersNotTogether(nameof(Path), $"-{nameof(LiteralPath)}", "Both name files."));
        _isGiven = Path is not null || LiteralPath is not null;
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (_isGiven && MyInvocation.ExpectingInput)
            Throw(CommandErrors.ParametersNotTogether(nameof(Path), "input from the pipeline", "Both name files."));
        bool isLiteral = LiteralPath is not null;
        if ((LiteralPath ?? Path) is not { Length: > 0 } paths)
        {
            ComputeException error = CommandErrors.ParameterMissing(nameof(Path), "Give the file to read: Import-Model model.psmodel.");
            if (MyInvocation.ExpectingInput)
                WriteError(ErrorRecords.From(error));
            else
                Throw(error);
            return;
        }
        foreach (string path in paths)
            ForInput(path, _ => Import(path, isLiteral));
    }

    /// <summary>One file of several that cannot be read does not keep the others from being read.</summary>
    private void Import(string path, bool isLiteral)
    {
        foreach (string file in FilePaths.Existing(this, [path], isLiteral, StorageErrors.FileNotFound))
            ForInput(file, _ => WriteObject(RunWork(monitor => ModelFile.Load(file, monitor, new ModelReadOptions { Classes = Classes }))));
    }
}
