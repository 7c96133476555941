using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Text;
using PSModelPruning.Arguments;
using PSModelPruning.Compute;
using PSModelPruning.Compute.Data;
using PSModelPruning.Rows;

namespace PSModelPruning.Commands;

/// <summary>Import-Dataset: reads, cleans, encodes, scales and divides data into training, validation and test.</summary>
[Cmdlet(VerbsData.Import, "Dataset", DefaultParameterSetName = PathSet)]
[OutputType(typeof(Dataset))]
public sealed class ImportDatasetCommand : ComputeCmdlet
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";
    private const string InputObjectSet = "InputObject";
    private readonly List<string> _files = [];
    private PipelineRows? _rows;

    /// <summary>Files of one data set, or a folder of image files; wildcards are allowed.</summary>
    [Parameter(Position = 0)]
    [ShownIn(PathSet)]
    [Required(PathSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? Path { get; set; }

    /// <summary>Files of one data set, or a folder of image files, taken as they are written.</summary>
    [Parameter]
    [ShownIn(LiteralPathSet)]
    [Required(LiteralPathSet)]
    [ValidateNotNullOrEmpty]
    [Alias("PSPath", "LP")]
    public string[]? LiteralPath { get; set; }

    /// <summary>Rows: objects whose properties are the columns; or files, as objects or as paths, whose content is read.</summary>
    [Parameter(ValueFromPipeline = true, ParameterSetName = InputObjectSet)]
    [Parameter(ValueFromPipeline = true, ParameterSetName = PathSet)]
    [Parameter(ValueFromPipeline = true, ParameterSetName = LiteralPathSet)]
    [ShownIn(InputObjectSet)]
    [Required(InputObjectSet)]
    public PSObject? InputObject { get; set; }

    /// <summary>The column to predict: its name, or its place from 1, or -1 for the last.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(DataColumnCompleter))]
    public string? Target { get; set; }

    /// <summary>The columns that become features; wildcards are allowed.</summary>
    [Parameter]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(DataColumnCompleter))]
    public string[] Feature { get; set; } = [];

    /// <summary>Columns that are left out; wildcards are allowed.</summary>
    [Parameter]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(DataColumnCompleter))]
    public string[] ExcludeFeature { get; set; } = [];

    /// <summary>Kinds of columns, where what is inferred is not wanted: @{ zip = 'Category' }.</summary>
    [Parameter]
    [ValidateNotNull]
    public Hashtable ColumnType { get; set; } = [];

    /// <summary>What is learned, where what is inferred from the target is not wanted.</summary>
    [Parameter]
    public LearningTask? Task { get; set; }

    /// <summary>The format, if it cannot be detected.</summary>
    [Parameter]
    [CatalogValue<DataFormatCatalog>]
    [ArgumentCompleter(typeof(CatalogCompleter<DataFormatCatalog>))]
    public string? Format { get; set; }

    /// <summary>The data set's name; the file's where it is not given.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <summary>Files whose rows make up the test partition.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] TestPath { get; set; } = [];

    /// <summary>The fraction of the rows that goes to the test partition.</summary>
    [Parameter]
    public double? TestFraction { get; set; }

    /// <summary>The fraction of the rows that goes to the validation partition.</summary>
    [Parameter]
    public double? ValidationFraction { get; set; }

    /// <summary>The column whose equal values keep rows in one partition.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(DataColumnCompleter))]
    public string? GroupColumn { get; set; }

    /// <summary>The column by which the latest rows become the test partition.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(DataColumnCompleter))]
    public string? TimeColumn { get; set; }

    /// <summary>The table has no header; columns are named Column1, Column2 …</summary>
    [Parameter]
    public SwitchParameter NoHeader { get; set; }

    /// <summary>The columns' names, for a table without a header.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? Header { get; set; }

    /// <summary>The character between fields.</summary>
    [Parameter]
    public char? Delimiter { get; set; }

    /// <summary>Lines before the table that are passed over.</summary>
    [Parameter]
    [ValidateRange(0, 1_000_000)]
    public int Skip { get; set; }

    /// <summary>The character that starts a comment line.</summary>
    [Parameter]
    public char? Comment { get; set; }

    /// <summary>The encoding of the text.</summary>
    [Parameter]
    [EncodingArgument]
    [ArgumentCompleter(typeof(EncodingCompleter))]
    public Encoding? Encoding { get; set; }

    /// <summary>The culture of numbers and dates.</summary>
    [Parameter]
    [ValidateNotNull]
    public CultureInfo? Culture { get; set; }

    /// <summary>The .NET formats of dates, where they are not to be found out.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? DateFormat { get; set; }

    /// <summary>The texts that stand for a missing value, in place of the usual ones.</summary>
    [Parameter]
    [AllowEmptyCollection]
    [AllowEmptyString]
    public string[]? MissingMarker { get; set; }

    /// <summary>What is done about single texts in a column of numbers or dates.</summary>
    [Parameter]
    [CatalogValue<UnreadableCatalog>]
    [ArgumentCompleter(typeof(CatalogCompleter<UnreadableCatalog>))]
    public string? OnError { get; set; }

    /// <summary>What is done about missing values.</summary>
    [Parameter]
    [CatalogValue<MissingCatalog>]
    [ArgumentCompleter(typeof(CatalogCompleter<MissingCatalog>))]
    public string? Missing { get; set; }

    /// <summary>Classes with fewer rows are left out, or joined into another class.</summary>
    [Parameter]
    [ValidateRange(2, int.MaxValue)]
    public int? MinClassRows { get; set; }

    /// <summary>The class that takes the rows of classes with too few.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? OtherClass { get; set; }

    /// <summary>How numbers are scaled.</summary>
    [Parameter]
    [CatalogValue<ScaleCatalog>]
    [ArgumentCompleter(typeof(CatalogCompleter<ScaleCatalog>))]
    public string? Scale { get; set; }

    /// <summary>How categories become inputs.</summary>
    [Parameter]
    [CatalogValue<EncodeCatalog>]
    [ArgumentCompleter(typeof(CatalogCompleter<EncodeCatalog>))]
    public string? Encode { get; set; }

    /// <summary>A column with more categories is hashed instead of one-hot encoded.</summary>
    [Parameter]
    [ValidateRange(1, 100_000)]
    public int? MaxCategories { get; set; }

    /// <summary>Inputs of a hashed column.</summary>
    [Parameter]
    [ValidateRange(2, 65_536)]
    public int? HashBuckets { get; set; }

    /// <summary>What is done about rows that are equal in every column.</summary>
    [Parameter]
    [CatalogValue<DuplicateCatalog>]
    [ArgumentCompleter(typeof(CatalogCompleter<DuplicateCatalog>))]
    public string Duplicates { get; set; } = DuplicateCatalog.Keep;

    /// <summary>What is done about outliers.</summary>
    [Parameter]
    [CatalogValue<OutlierCatalog>]
    [ArgumentCompleter(typeof(CatalogCompleter<OutlierCatalog>))]
    public string? Outlier { get; set; }

    /// <summary>The fraction of the training rows that is kept.</summary>
    [Parameter]
    public double SampleFraction { get; set; } = 1;

    /// <summary>How the classes of the training partition are brought to the same number of rows.</summary>
    [Parameter]
    [CatalogValue<BalanceCatalog>]
    [ArgumentCompleter(typeof(CatalogCompleter<BalanceCatalog>))]
    public string Balance { get; set; } = BalanceCatalog.None;

    /// <summary>The seed of partitioning, sampling and balancing.</summary>
    [Parameter]
    public int Seed { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        if (Path is not null && LiteralPath is not null)
            Throw(CommandErrors.ParametersNotTogether(nameof(Path), $"-{nameof(LiteralPath)}", "Both name files."));
        if (!MyInvocation.ExpectingInput && Path is null && LiteralPath is null && InputObject is null)
            Throw(CommandErrors.ParameterMissing(nameof(Path), "Give a file to read, Import-Dataset data.csv, or pipe objects or files."));
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        StopToken.ThrowIfCancellationRequested();
        if (InputObject is not { } input)
            return;
        if (Path is not null || LiteralPath is not null)
            Throw(CommandErrors.InputBeside(Path is null ? nameof(LiteralPath) : nameof(Path), input, "files"));
        switch (input.BaseObject)
        {
            case FileSystemInfo file:
                _files.Add(file.FullName);
                break;
            case string path:
                _files.AddRange(Guard(() => FilePaths.Existing(this, [path], isLiteral: false, DataErrors.FileNotFound)));
                break;
            case Compute.Dataset or Model:
                Throw(CommandErrors.InputUnexpected(input, "objects whose properties are columns, or files"));
                break;
            default:
                Guard(() => (_rows ??= new PipelineRows(Culture ?? CultureInfo.InvariantCulture)).Add(input));
                break;
        }
        if (_rows is not null && _files.Count > 0)
            Throw(CommandErrors.RowsAndFiles(_files[0]));
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        ImportOptions options = Guard(Options);
        IReadOnlyList<string> testPaths = Guard(() => FilePaths.Existing(this, TestPath, isLiteral: false, DataErrors.FileNotFound));
        if (Path is null && LiteralPath is null && _files.Count == 0)
        {
            ObjectTable rows = Guard(() => _rows?.Table ?? throw DataErrors.NoRows());
            foreach (string warning in _rows?.Unreadable.Warnings ?? [])
                WriteWarning(warning);
            WriteObject(RunWork(monitor => DatasetImporter.Import(rows, testPaths, options, monitor)));
            return;
        }
        IReadOnlyList<string> paths =
            _files.Count > 0
                ? _files
                : Guard(() => FilePaths.Existing(this, LiteralPath ?? Path!, LiteralPath is not null, DataErrors.FileNotFound));
        WriteObject(RunWork(monitor => DatasetImporter.Import(paths, testPaths, options, monitor)));
    }

    private ImportOptions Options() =>
        new()
        {
            Name = Name,
            Format = Format,
            Table = new TableOptions
            {
                Delimiter = Delimiter,
                HasHeader = NoHeader ? false : null,
                Header = Header,
                Encoding = Encoding,
                Culture = Culture?.Name,
                SkippedLines = Skip,
                Comment = Comment,
                DateFormats = DateFormat,
                MissingMarkers = MissingMarker,
            },
            Target = Target,
            Features = Feature,
            ExcludedFeatures = ExcludeFeature,
            Kinds = Kinds(),
            Task = Task,
            TestFraction = TestFraction,
            GroupColumn = GroupColumn,
            TimeColumn = TimeColumn,
            ValidationFraction = ValidationFraction,
            Missing = Missing,
            OnError = OnError,
            MinClassRows = MinClassRows,
            OtherClass = OtherClass,
            Scale = Scale,
            Encode = Encode,
            MaxCategories = MaxCategories,
            HashBuckets = HashBuckets,
            Duplicates = Duplicates,
            Outlier = Outlier,
            SampleFraction = SampleFraction,
            Balance = Balance,
            Seed = Seed,
        };

    private Dictionary<string, ColumnKind> Kinds()
    {
        var kinds = new Dictionary<string, ColumnKind>(StringComparer.OrdinalIgnoreCase);
        foreach (DictionaryEntry entry in ColumnType)
        {
            string name = entry.Key.ToString() ?? "";
            kinds[name] =
                Enum.TryParse(entry.Value?.ToString(), ignoreCase: true, out ColumnKind kind) && Enum.IsDefined(kind)
                    ? kind
                    : throw DataErrors.ColumnType(name, entry.Value);
        }
        return kinds;
    }
}
