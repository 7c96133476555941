using PSModelPruning.Compute.Data;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute;

/// <summary>
/// A data set ready for training: prepared inputs in three partitions, and the description of how raw rows were turned into them.
/// Immutable, and read from several threads at once. Rows are held once: training rows first, then validation, then test.
/// </summary>
/// <remarks>
/// A data set that was imported lies in memory, and disposing of it does nothing. One whose rows lie in a file releases the file when it is
/// disposed of; reading it afterwards throws <see cref="ObjectDisposedException"/>.
/// </remarks>
public sealed class Dataset : IDisposable
{
    private readonly RowStore _store;
    private readonly Lazy<string> _hash;
    private readonly double[] _exact = [];

    internal Dataset(
        string name,
        LearningTask task,
        Preprocessing preprocessing,
        IReadOnlyList<DatasetColumn> columns,
        IReadOnlyList<string> classes,
        RowStore store,
        float[] targets,
        int trainingRows,
        int validationRows,
        int testRows
    )
    {
        Name = PlainText.Of(name);
        Task = task;
        Preprocessing = preprocessing;
        // Arrays, so that scripts can index them: PowerShell finds no indexer on the compiler's own read-only lists.
        Columns = columns.ToArray();
        Classes = classes.ToArray();
        InputShape = preprocessing.InputShape.ToArray();
        _store = store;
        All = new Partition(store, targets, 0, trainingRows + validationRows + testRows);
        Training = new Partition(store, targets, 0, trainingRows);
        Validation = new Partition(store, targets, trainingRows, validationRows);
        Test = new Partition(store, targets, trainingRows + validationRows, testRows);
        double offset = TargetOffset;
        foreach (Partition partition in new[] { All, Training, Validation, Test })
            partition.TargetOffset = offset;
        _hash = new Lazy<string>(() => DatasetHash.Of(store, targets, offset, [trainingRows, validationRows, testRows]));
    }

    /// <summary>A data set of rows in one array, which is not copied.</summary>
    internal Dataset(
        string name,
        LearningTask task,
        Preprocessing preprocessing,
        IReadOnlyList<DatasetColumn> columns,
        IReadOnlyList<string> classes,
        float[] inputs,
        float[] targets,
        int trainingRows,
        int validationRows,
        int testRows
    )
        : this(
            name,
            task,
            preprocessing,
            columns,
            classes,
            MemoryStore.Over(inputs, trainingRows + validationRows + testRows, preprocessing.Width),
            targets,
            trainingRows,
            validationRows,
            testRows
        ) { }

    /// <summary>The name: the file's, unless another was given.</summary>
    public string Name { get; }

    /// <summary>Where the rows came from: a path, or null for rows from the pipeline.</summary>
    public string? Source { get; internal init; }

    /// <summary>What is learned from it.</summary>
    public LearningTask Task { get; }

    /// <summary>All rows of the three partitions.</summary>
    public int Rows => TrainingRows + ValidationRows + TestRows;

    /// <summary>Feature columns (pixels, for images).</summary>
    public int Features => Preprocessing.Features.Count > 0 ? Preprocessing.Features.Count : Preprocessing.Width;

    /// <summary>Inputs of a model for one row, after encoding.</summary>
    public int Inputs => Preprocessing.Width;

    /// <summary>The shape of one row's inputs: <c>[inputs]</c> for tables, <c>[channels, height, width]</c> for images.</summary>
    public IReadOnlyList<int> InputShape { get; }

    /// <summary>The target column's name; "label" for image files.</summary>
    public string Target => Preprocessing.Target?.Name ?? "";

    /// <summary>The class names in the order of the model's outputs; empty for regression.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>Rows of the training partition.</summary>
    public int TrainingRows => Training.RowCount;

    /// <summary>Rows of the validation partition; may be 0.</summary>
    public int ValidationRows => Validation.RowCount;

    /// <summary>Rows of the test partition; may be 0.</summary>
    public int TestRows => Test.RowCount;

    /// <summary>What was inferred and done for each column; for images a column a channel stands for all its pixels.</summary>
    public IReadOnlyList<DatasetColumn> Columns { get; }

    /// <summary>The seed of the partitioning and sampling.</summary>
    public int Seed { get; internal init; }

    /// <summary>
    /// SHA-256 of the prepared inputs, targets and partition sizes, in hexadecimal: the same data, prepared the same way, has the same
    /// hash.
    /// </summary>
    /// <remarks>Computed when it is first asked for.</remarks>
    public string Hash
    {
        get => _hash.Value;
        internal init => _hash = new Lazy<string>(value);
    }

    internal Preprocessing Preprocessing { get; }

    /// <summary>Which training rows are copies of one another; null where none is.</summary>
    internal RowCopies? Copies { get; init; }

    /// <summary>Training rows without their copies.</summary>
    internal int TrainingObservations => Copies?.Count ?? TrainingRows;

    /// <summary>What the targets of a regression are counted from; 0 for classes.</summary>
    internal double TargetOffset => Task == LearningTask.Regression ? Preprocessing.Target?.Offset ?? 0 : 0;

    /// <summary>The numbers of a regression as they were read, <c>[rows]</c>; empty where the targets are all there is.</summary>
    internal double[] ExactTargets
    {
        get => _exact;
        init
        {
            _exact = value;
            All.Exact = value;
            Training.Exact = value;
            Validation.Exact = value;
            Test.Exact = value;
        }
    }

    /// <summary>Where the rows come from; null where it is not known.</summary>
    internal RowOrigins? Origins { get; init; }

    /// <summary>The columns where the rows are prepared in another way: features that it lacks are marked as excluded.</summary>
    internal DatasetColumn[] ColumnsFor(Preprocessing preprocessing)
    {
        Dictionary<string, DatasetColumn> features = preprocessing.Features.ToDictionary(feature => feature.Name);
        // A channel of images is no feature: its pixels are.
        return InputShape.Count > 1
            ? [.. preprocessing.Features, .. Columns.Where(column => column.Role != ColumnRole.Feature)]
            :
            [
                .. Columns.Select(column =>
                    features.TryGetValue(column.Name, out DatasetColumn? feature) ? feature
                    : column.Role == ColumnRole.Feature
                        ? column with
                        {
                            Role = ColumnRole.Excluded,
                            FirstInput = -1,
                            InputCount = 0,
                            Preparation = "pruned",
                        }
                    : column
                ),
            ];
    }

    /// <summary>Releases the file that the rows lie in, if they do.</summary>
    public void Dispose() => _store.Dispose();

    internal Partition Training { get; }

    internal Partition Validation { get; }

    internal Partition Test { get; }

    /// <summary>The rows of all partitions, one after another.</summary>
    internal Partition All { get; }

    internal Partition this[PartitionName partition] =>
        partition switch
        {
            PartitionName.Training => Training,
            PartitionName.Validation => Validation,
            _ => Test,
        };

    /// <summary>Refuses a data set whose missing values were kept.</summary>
    /// <param name="who">What cannot take them, such as "a network".</param>
    /// <exception cref="ComputeException"><c>MissingValuesKept</c>.</exception>
    internal void RequireNoMissing(ComputeMessage who)
    {
        string[] columns = [.. Preprocessing.Features.Where(feature => feature.KeepsMissing).Select(feature => feature.Name)];
        if (columns.Length > 0)
            throw DataErrors.MissingValuesKept(Name, who, columns);
    }

    /// <summary>The name, the rows and the task, in a line.</summary>
    public override string ToString() => $"{Name} ({Rows} rows, {Features} features, {Task})";
}
