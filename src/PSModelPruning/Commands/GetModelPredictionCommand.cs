using System.Management.Automation;
using System.Text;
using PSModelPruning.Arguments;
using PSModelPruning.Compute;
using PSModelPruning.Compute.Data;
using PSModelPruning.Compute.Models;
using PSModelPruning.Rows;

namespace PSModelPruning.Commands;

/// <summary>Predicts rows: of a data set, of files, or objects from the pipeline, which come back with the prediction added.</summary>
[Cmdlet(VerbsCommon.Get, "ModelPrediction", DefaultParameterSetName = InputSet)]
[OutputType(typeof(RowPrediction), typeof(PSObject))]
public sealed class GetModelPredictionCommand : ComputeCmdlet
{
    private const string InputSet = "InputObject";
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";

    private const string Usage = "Use Get-ModelPrediction $model rows.csv, or $rows | Get-ModelPrediction $model.";

    private Model? _model;
    private bool _hasFiles;
    private RowPreparer? _preparer;
    private ObjectPredictor? _objects;

    /// <summary>The model.</summary>
    [Parameter(Position = 0)]
    [Required]
    [ShownAs(typeof(Model))]
    public object? Model { get; set; }

    /// <summary>Rows: a data set, files (as paths or file objects), or objects whose properties are the columns.</summary>
    [Parameter(ValueFromPipeline = true, ParameterSetName = InputSet)]
    [Parameter(ValueFromPipeline = true, ParameterSetName = PathSet)]
    [Parameter(ValueFromPipeline = true, ParameterSetName = LiteralPathSet)]
    [ShownIn(InputSet)]
    [Required(InputSet)]
    public PSObject? InputObject { get; set; }

    /// <summary>Files of rows; wildcards may name several.</summary>
    [Parameter(Position = 1)]
    [ShownIn(PathSet)]
    [Required(PathSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ShownAs(typeof(string[]))]
    public object[]? Path { get; set; }

    /// <summary>Files of rows; wildcard characters stand for themselves.</summary>
    [Parameter]
    [ShownIn(LiteralPathSet)]
    [Required(LiteralPathSet)]
    [ValidateNotNullOrEmpty]
    [Alias("PSPath", "FullName")]
    public string[]? LiteralPath { get; set; }

    /// <summary>The partition of a data set whose rows are predicted.</summary>
    [Parameter]
    [ShownIn(InputSet)]
    public PartitionName Partition { get; set; } = PartitionName.Test;

    /// <summary>The character between the fields of a file; found out if not given.</summary>
    [Parameter]
    public char? Delimiter { get; set; }

    /// <summary>Lines before the table of a file that are passed over.</summary>
    [Parameter]
    [ValidateRange(0, 1_000_000)]
    public int Skip { get; set; }

    /// <summary>The character that starts a comment line of a file.</summary>
    [Parameter]
    public char? Comment { get; set; }

    /// <summary>The encoding of a file's text; found out if not given.</summary>
    [Parameter]
    [EncodingArgument]
    [ArgumentCompleter(typeof(EncodingCompleter))]
    public Encoding? Encoding { get; set; }

    /// <summary>The first line of a file is a row, not names; the columns are the model's features in their order.</summary>
    [Parameter]
    public SwitchParameter NoHeader { get; set; }

    /// <summary>The names of the columns of a file that has none.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? Header { get; set; }

    /// <summary>Add the probability of every class.</summary>
    [Parameter]
    [Alias("Probabilities")]
    public SwitchParameter AllProbabilities { get; set; }

    /// <summary>Rows that are predicted together; a number that suits the model if not given.</summary>
    [Parameter]
    [ValidateRange(1, 65536)]
    public int BatchSize { get; set; }

    private RowPreparer Preparer =>
        _preparer ??= Guard(() =>
            _model!.Preprocessing.Features.Count > 0 ? new RowPreparer(_model.Preprocessing) : throw ModelErrors.ImagesExpected(_model)
        );

    private RowSources Sources => new(_model!, BatchSize, AllProbabilities, StopToken);

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        if (Path is not null && LiteralPath is not null)
            Throw(CommandErrors.ParametersNotTogether(nameof(Path), $"-{nameof(LiteralPath)}", "Both name files."));
        SetPlaces();
        if (Model is not null)
            _model = OneModel(Model);
        else if (!MyInvocation.ExpectingInput || Path is null && LiteralPath is null)
            Throw(CommandErrors.ParameterMissing(nameof(Model), Usage));
        if (Path is null && LiteralPath is null && InputObject is null && !MyInvocation.ExpectingInput)
            Throw(CommandErrors.ParameterMissing(nameof(InputObject), $"Give the rows to predict. {Usage}"));
        _hasFiles = Path is not null || LiteralPath is not null;
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (_hasFiles && MyInvocation.ExpectingInput)
            ForInput(InputObject, TakeBesideFiles);
        else if (_hasFiles)
            PredictPaths();
        else if (Bare(InputObject) is object[] several)
            Array.ForEach(several, item => ForInput(item, PredictInput));
        else
            ForInput(InputObject, PredictInput);
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        FlushObjects();
        foreach (string warning in _objects?.Unreadable.Warnings ?? [])
            WriteWarning(warning);
        if (_preparer?.Counts is not { Count: > 0 } counts)
            return;
        foreach (string notice in PreparationNotices.Of(counts))
            WriteWarning(notice);
    }

    /// <summary>The model and the files may be given in either order.</summary>
    private void SetPlaces()
    {
        if (Path is not [var other] || Bare(Model) is not string file)
            return;
        if (Bare(other) is not Compute.Model && (!IsModel(other) || IsModelFile(file)))
            return;
        Path = [file];
        Model = other;
    }

    private bool IsModel(object? value) => Bare(value) is Model || Bare(value) is string path && IsModelFile(path);

    /// <summary>Files are given with -Path, so the pipeline may bring the model and nothing else.</summary>
    private void TakeBesideFiles(object? input)
    {
        if (_model is not null || Bare(input) is not Compute.Model model)
        {
            Stop(CommandErrors.InputBeside(Path is null ? nameof(LiteralPath) : nameof(Path), input, "rows"));
            return;
        }
        _model = model;
        PredictPaths();
        (_model, _preparer) = (null, null);
    }

    private void PredictPaths()
    {
        foreach (string path in LiteralPath ?? [])
            ForInput(path, _ => PredictFiles([path], isLiteral: true));
        foreach (object item in Path ?? [])
            ForInput(item, PredictInput);
    }

    private void PredictInput(object? input)
    {
        switch (Bare(input))
        {
            case null:
                Throw(CommandErrors.InputNull("rows: a data set, files, or objects whose properties are the columns"));
                break;
            case Dataset dataset:
                FlushObjects();
                Emit(() => Sources.OfDataset(dataset, Partition));
                break;
            case Model model:
                Throw(CommandErrors.ModelIsNoRow(model));
                break;
            case FileSystemInfo file when !ObjectPredictor.IsRow(PSObject.AsPSObject(input), _model!):
                PredictFiles([file.FullName], isLiteral: true);
                break;
            case string path:
                PredictFiles([path], isLiteral: false);
                break;
            default:
                PredictObject(PSObject.AsPSObject(input));
                break;
        }
    }

    private void PredictObject(PSObject row)
    {
        if (_objects is null)
        {
            _objects = new ObjectPredictor(_model!, Preparer, BatchSize, AllProbabilities);
            TellUnused(Guard(() => _objects.Unused(row)));
        }
        Guard(() =>
        {
            _objects.Add(row);
            return true;
        });
        if (_objects.IsFull)
            FlushObjects();
    }

    private void FlushObjects()
    {
        if (_objects is null)
            return;
        foreach (PSObject row in Guard(_objects.Predict))
            WriteObject(row);
    }

    private void PredictFiles(IEnumerable<string> paths, bool isLiteral)
    {
        FlushObjects();
        foreach (string path in Guard(() => FilePaths.Existing(this, paths, isLiteral, DataErrors.FileNotFound)))
        {
            PredictFile(path);
        }
    }

    private void PredictFile(string path)
    {
        RowPreparer preparer = Preparer;
        TableOptions options = FileOptions();
        FormatDetector.Detected found = Guard(() => FormatDetector.Detect(path));
        Guard(() =>
        {
            DataOptions.Check(
                new ImportOptions { Table = options with { Culture = null, MissingMarkers = null } },
                found.Format.Options,
                $"the format {found.Format.Name}"
            );
            return true;
        });
        Emit(() => Sources.OfFiles(found.Format.OpenRows(found.Source, options), preparer, TellUnused));
    }

    private TableOptions FileOptions() =>
        new()
        {
            Delimiter = Delimiter,
            Encoding = Encoding,
            HasHeader = NoHeader ? false : null,
            Header = Header,
            SkippedLines = Skip,
            Comment = Comment,
            Culture = _model!.Preprocessing.Culture,
            MissingMarkers = _model.Preprocessing.MissingMarkers,
            NumberMarkers = _model.Preprocessing.NumberMarkers,
            ExpectedNames = [.. ObjectPredictor.Known(_model)],
        };

    private void TellUnused(RowReader rows)
    {
        if (rows.HasNames)
            TellUnused([.. rows.Names.Except(ObjectPredictor.Known(_model!), StringComparer.OrdinalIgnoreCase)]);
    }

    private void TellUnused(IReadOnlyList<string> names)
    {
        if (names.Count > 0)
            WriteVerbose($"Columns that the model does not use: {string.Join(", ", names)}.");
    }

    private void Emit(Func<IEnumerable<RowPrediction>> predict)
    {
        using IEnumerator<RowPrediction> predictions = Guard(() => predict().GetEnumerator());
        using var progress = new PredictionProgress(this, _model!.Name);
        while (Guard(predictions.MoveNext))
        {
            progress.Count();
            WriteObject(predictions.Current);
        }
    }
}
