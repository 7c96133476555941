using System.Management.Automation;
using PSModelPruning.Compute;
using PSModelPruning.Compute.Storage;

namespace PSModelPruning.Commands;

/// <summary>Reads models from files.</summary>
[Cmdlet(VerbsData.Import, "Model", DefaultParameterSetName = "Path")]
[OutputType(typeof(Model))]
public sealed class ImportModelCommand : ComputeCmdlet
{
    /// <summary>The files; wildcards may name several.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = "Path")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>The files; wildcard characters stand for themselves.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "LiteralPath")]
    [ValidateNotNullOrEmpty]
    [Alias("PSPath", "FullName")]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>The names of the classes of an ONNX file, in the order of the file's own.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? Classes { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        bool isLiteral = ParameterSetName == "LiteralPath";
        IReadOnlyList<string> files = Guard(() =>
            FilePaths.Existing(this, isLiteral ? LiteralPath : Path, isLiteral, StorageErrors.FileNotFound)
        );
        bool isOne = files.Count == 1 && !MyInvocation.ExpectingInput;
        foreach (string file in files)
        {
            (Model? model, ComputeException? error) = Load(file);
            if (model is not null)
                WriteObject(model);
            else if (isOne)
                ThrowTerminatingError(ErrorRecords.From(error!, file));
            else
                WriteError(ErrorRecords.From(error!, file));
        }
    }

    /// <summary>One file of several that cannot be read must not keep the others from being read.</summary>
    private (Model? Model, ComputeException? Error) Load(string file) =>
        RunWork<(Model?, ComputeException?)>(monitor =>
        {
            try
            {
                return (ModelFile.Load(file, monitor, new ModelReadOptions { Classes = Classes }), null);
            }
            catch (ComputeException e)
            {
                return (null, e);
            }
        });
}
