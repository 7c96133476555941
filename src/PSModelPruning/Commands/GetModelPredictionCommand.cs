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
[OutputType(typeof(Prediction), typeof(PSObject))]
public sealed class GetModelPredictionCommand : ComputeCmdlet
{
    private const string InputSet = "InputObject";
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";

    private RowPreparer? _preparer;
    private ObjectPredictor? _objects;

    /// <summary>The model.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = InputSet)]
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = PathSet)]
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = LiteralPathSet)]
    [ValidateNotNull]
    public Model Model { get; set; } = null!;

    /// <summary>Rows: a data set, files (as paths or file objects), or objects whose properties are the columns.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = InputSet)]
    [ValidateNotNull]
    public PSObject InputObject { get; set; } = null!;

    /// <summary>Files of rows; wildcards may name several.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PathSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>Files of rows; wildcard characters stand for themselves.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet)]
    [ValidateNotNullOrEmpty]
    [Alias("PSPath", "FullName")]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>The partition of a data set whose rows are predicted.</summary>
    [Parameter(ParameterSetName = InputSet)]
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
            Model.Preprocessing.Features.Count > 0 ? new RowPreparer(Model.Preprocessing) : throw ModelErrors.ImagesExpected(Model)
        );

    private RowSources Sources => new(Model, BatchSize, AllProbabilities, StopToken);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ParameterSetName == PathSet)
            PredictFiles(Path, isLiteral: false);
        else if (ParameterSetName == LiteralPathSet)
            PredictFiles(LiteralPath, isLiteral: true);
        else if (InputObject.BaseObject is object[] several && !MyInvocation.ExpectingInput)
            Array.ForEach(several, item => PredictInput(PSObject.AsPSObject(item)));
        else
            PredictInput(InputObject);
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

    private void PredictInput(PSObject input)
    {
        switch (input.BaseObject)
        {
            case Dataset dataset:
                FlushObjects();
                Emit(() => Sources.OfDataset(dataset, Partition));
                break;
            case Model model:
                Throw(CommandErrors.ModelIsNoRow(model));
                break;
            case FileSystemInfo file when !ObjectPredictor.IsRow(input, Model):
                PredictFiles([file.FullName], isLiteral: true);
                break;
            case string path:
                PredictFiles([path], isLiteral: false);
                break;
            default:
                PredictObject(input);
                break;
        }
    }

    private void PredictObject(PSObject row)
    {
        if (_objects is null)
        {
            _objects = new ObjectPredictor(Model, Preparer, BatchSize, AllProbabilities);
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
            Culture = Model.Preprocessing.Culture,
            MissingMarkers = Model.Preprocessing.MissingMarkers,
            NumberMarkers = Model.Preprocessing.NumberMarkers,
            ExpectedNames = [.. ObjectPredictor.Known(Model)],
        };

    private void TellUnused(RowReader rows)
    {
        if (rows.HasNames)
            TellUnused([.. rows.Names.Except(ObjectPredictor.Known(Model), StringComparer.OrdinalIgnoreCase)]);
    }

    private void TellUnused(IReadOnlyList<string> names)
    {
        if (names.Count > 0)
            WriteVerbose($"Columns that the model does not use: {string.Join(", ", names)}.");
    }

    private void Emit(Func<IEnumerable<Prediction>> predict)
    {
        using IEnumerator<Prediction> predictions = Guard(() => predict().GetEnumerator());
        using var progress = new PredictionProgress(this, Model.Name);
        while (Guard(predictions.MoveNext))
        {
            progress.Count();
            WriteObject(predictions.Current);
        }
    }
}
