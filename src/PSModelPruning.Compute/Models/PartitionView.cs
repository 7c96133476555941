using PSModelPruning.Compute.Data;

namespace PSModelPruning.Compute.Models;

/// <summary>
/// The rows of a partition as one model takes them: its own features in its own order and scale, its own class indices. Copies nothing
/// where the model takes the rows as they are and they lie in memory so.
/// </summary>
internal sealed class PartitionView
{
    private readonly Partition _partition;
    private readonly InputSelection _selection;
    private readonly int[] _classes;
    private readonly Func<int, string> _names;
    private readonly double? _origin;

    private PartitionView(Model model, Partition partition, InputSelection selection, int[] classes)
    {
        _names = input => ModelErrors.InputName(model, input);
        // Targets that are counted from elsewhere than the model's are moved there.
        if (model.Task == LearningTask.Regression && model.TargetOrigin != partition.TargetOffset)
            _origin = model.TargetOrigin;
        _partition = partition;
        _selection = selection;
        _classes = classes;
    }

    /// <summary>Rows of the partition.</summary>
    internal int RowCount => _partition.RowCount;

    /// <summary>Inputs of a row, as the model takes them.</summary>
    internal int Width => _selection.Width;

    /// <summary>The rows of a data set for a model.</summary>
    /// <exception cref="ComputeException"><c>SchemaMismatch</c>: they do not fit.</exception>
    internal static PartitionView Of(Model model, Dataset dataset, PartitionName partition) =>
        new(model, dataset[partition], SchemaMatch.Inputs(model, dataset), SchemaMatch.Classes(model, dataset));

    /// <summary>
    /// The rows of a partition for a model: matched by feature names where the partition is one of the model's own data set, else taken as
    /// they are.
    /// </summary>
    /// <exception cref="ComputeException"><c>SchemaMismatch</c>: they do not fit.</exception>
    internal static PartitionView Of(Model model, Partition partition)
    {
        if (model.Dataset is { } own && ReferenceEquals(own.Training.Store, partition.Store))
            return new PartitionView(model, partition, SchemaMatch.Inputs(model, own), SchemaMatch.Classes(model, own));
        if (partition.Width != model.Preprocessing.Width)
            throw ModelErrors.SchemaMismatch(model, partition.Width);
        return new PartitionView(model, partition, InputSelection.Identity(partition.Width), []);
    }

    /// <summary>The inputs of some rows.</summary>
    /// <param name="first">The first row.</param>
    /// <param name="count">How many rows.</param>
    /// <param name="buffer">Is used, and replaced by a longer one if need be, where the rows must be copied or converted.</param>
    /// <returns><c>[count × <see cref="Width"/>]</c>; valid until the buffer is used again.</returns>
    internal ReadOnlySpan<float> Rows(int first, int count, ref float[] buffer)
    {
        if (_selection.IsIdentity)
            return _partition.Rows(first, count, ref buffer);
        if (buffer.Length < count * Width)
            buffer = new float[count * Width];
        float[] given = [];
        _selection.Apply(_partition.Rows(first, count, ref given), buffer);
        int infinite = ((ReadOnlySpan<float>)buffer.AsSpan(0, count * Width)).IndexOfInfinity();
        if (infinite >= 0)
            throw ModelErrors.InputTooLarge(_names(infinite % Width), first + infinite / Width + 1L);
        return buffer.AsSpan(0, count * Width);
    }

    /// <summary>What the model should predict of a row: its class index in the model's order, or the number that it learns.</summary>
    internal float Target(int row) =>
        _origin is { } origin ? (float)(_partition.Target(row) - origin)
        : _classes.Length == 0 ? _partition.Targets.Span[row]
        : _classes[(int)_partition.Targets.Span[row]];

    /// <summary>The target of a row in its own units, as it was read.</summary>
    internal double ExactTarget(int row) => _partition.Target(row);

    /// <summary>What the targets of the data set are counted from.</summary>
    internal double TargetOffset => _partition.TargetOffset;

    /// <summary>The place of a row among those of the data set.</summary>
    internal int Place(int row) => _partition.Place(row);
}
