using System.Runtime.InteropServices;
using PSModelPruning.Compute.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Training;

/// <summary>
/// Copies rows of a partition into batch tensors that are used again for every batch: the one copy that a shuffled batch needs, straight
/// from where the rows lie.
/// </summary>
internal sealed class BatchLoader : IDisposable
{
    private readonly Partition _partition;
    private readonly TrainingData _data;
    private readonly Tensor _inputs;
    private readonly Tensor _targets;

    /// <param name="data">The data.</param>
    /// <param name="partition">One of its partitions.</param>
    /// <param name="inputShape">The shape of a row.</param>
    /// <param name="capacity">The greatest batch.</param>
    internal BatchLoader(TrainingData data, Partition partition, IReadOnlyList<int> inputShape, int capacity)
    {
        _data = data;
        _partition = partition;
        // The scope frees the first tensor where there is no memory for the second.
        using DisposeScope scope = NewDisposeScope();
        Tensor inputs = empty([capacity, .. inputShape.Select(size => (long)size)], ScalarType.Float32);
        Tensor targets =
            data.Task == LearningTask.Classification ? empty([capacity], ScalarType.Int64) : empty([capacity, 1], ScalarType.Float32);
        (_inputs, _targets) = (inputs.DetachFromDisposeScope(), targets.DetachFromDisposeScope());
    }

    /// <summary>The batch of the given rows. It is overwritten by the next one; the tensors belong to the caller's dispose scope.</summary>
    internal Batch Load(ReadOnlySpan<int> rows)
    {
        _partition.Gather(rows, MemoryMarshal.Cast<byte, float>(_inputs.bytes));
        ReadOnlySpan<float> targets = _partition.Targets.Span;
        if (_data.Task == LearningTask.Classification)
        {
            Span<long> labels = MemoryMarshal.Cast<byte, long>(_targets.bytes);
            for (int i = 0; i < rows.Length; i++)
                labels[i] = (long)targets[rows[i]];
        }
        else
        {
            Span<float> numbers = MemoryMarshal.Cast<byte, float>(_targets.bytes);
            for (int i = 0; i < rows.Length; i++)
                numbers[i] = (float)((targets[rows[i]] - _data.TargetOffset) / _data.TargetScale);
        }
        return new Batch(_inputs.narrow(0, 0, rows.Length), _targets.narrow(0, 0, rows.Length));
    }

    public void Dispose()
    {
        _inputs.Dispose();
        _targets.Dispose();
    }
}

/// <summary>Rows of a batch.</summary>
/// <param name="Inputs"><c>[rows, …input shape]</c>, float32.</param>
/// <param name="Targets">Class indices <c>[rows]</c>, int64, or numbers in learned units <c>[rows, 1]</c>, float32.</param>
internal readonly record struct Batch(Tensor Inputs, Tensor Targets);
