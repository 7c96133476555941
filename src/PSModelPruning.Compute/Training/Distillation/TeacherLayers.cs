using System.Runtime.InteropServices;
using PSModelPruning.Compute.Models;
using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Training.Distillation;

/// <summary>
/// What layers of a teacher compute of the training rows. Kept for all rows where that takes at most an eighth of the memory, else computed
/// anew for every batch.
/// </summary>
internal sealed class TeacherLayers
{
    private const int RowsAtOnce = 256;
    private const int MemoryPart = 8;

    private readonly Graph _graph;
    private readonly GraphRunner _runner;
    private readonly PartitionView _rows;
    private readonly Node[] _nodes;
    private readonly float[][]? _kept;
    private float[] _buffer = [];

    /// <param name="teacher">The teacher.</param>
    /// <param name="rows">The training rows as it takes them.</param>
    /// <param name="nodes">The layers, in the order that results have.</param>
    /// <param name="monitor">Is looked at for cancellation every batch.</param>
    internal TeacherLayers(NetworkModel teacher, PartitionView rows, IReadOnlyList<Node> nodes, IWorkMonitor monitor)
    {
        _graph = teacher.Graph;
        _runner = new GraphRunner(_graph);
        _rows = rows;
        _nodes = [.. nodes];
        Dictionary<string, long[]> shapes = _graph.InferShapes();
        Shapes = [.. nodes.Select(node => shapes[node.Output][1..])];
        Sizes = [.. Shapes.Select(shape => (int)shape.Aggregate(1L, (product, size) => product * size))];
        MeanSquares = new double[_nodes.Length];
        long bytes = Sizes.Sum(size => (long)size * rows.RowCount * sizeof(float));
        if (
            bytes <= GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / MemoryPart
            && Sizes.All(size => (long)size * rows.RowCount <= Array.MaxLength)
        )
            _kept = [.. Sizes.Select(size => new float[size * rows.RowCount])];
        else
            monitor.Verbose("The outputs of the teacher's layers do not fit into memory, so they are computed again for each batch.");
        LookAhead(monitor);
    }

    /// <summary>The shape of each layer's output for a row.</summary>
    internal IReadOnlyList<long[]> Shapes { get; }

    /// <summary>The numbers of each layer's output for a row.</summary>
    internal IReadOnlyList<int> Sizes { get; }

    /// <summary>The mean square of each layer's output, over the rows that are kept or the first 256; 1 where all are zero.</summary>
    internal double[] MeanSquares { get; }

    /// <summary>Writes what the layers compute of some rows.</summary>
    /// <param name="rows">The training rows.</param>
    /// <param name="outputs">A tensor a layer, <c>[at least rows, …shape]</c>, whose first rows are written.</param>
    internal void Load(ReadOnlySpan<int> rows, IReadOnlyList<Tensor> outputs)
    {
        if (_kept is null)
        {
            Run(rows, (layer, values) => values.CopyTo(MemoryMarshal.Cast<byte, float>(outputs[layer].bytes)));
            return;
        }
        for (int layer = 0; layer < _nodes.Length; layer++)
        {
            int size = Sizes[layer];
            Span<float> to = MemoryMarshal.Cast<byte, float>(outputs[layer].bytes);
            for (int i = 0; i < rows.Length; i++)
                _kept[layer].AsSpan(rows[i] * size, size).CopyTo(to[(i * size)..]);
        }
    }

    private delegate void LayerReceiver(int layer, ReadOnlySpan<float> values);

    private void LookAhead(IWorkMonitor monitor)
    {
        int count = _kept is null ? Math.Min(RowsAtOnce, _rows.RowCount) : _rows.RowCount;
        var squares = new double[_nodes.Length];
        for (int first = 0; first < count; first += RowsAtOnce)
        {
            monitor.Cancellation.ThrowIfCancellationRequested();
            int begin = first;
            Run([.. Enumerable.Range(first, Math.Min(RowsAtOnce, count - first))], (layer, values) =>
            {
                foreach (float value in values)
                    squares[layer] += (double)value * value;
                if (_kept is not null)
                    values.CopyTo(_kept[layer].AsSpan(begin * Sizes[layer]));
            });
        }
        for (int layer = 0; layer < _nodes.Length; layer++)
            MeanSquares[layer] = squares[layer] > 0 ? squares[layer] / ((double)count * Sizes[layer]) : 1;
    }

    private void Run(ReadOnlySpan<int> rows, LayerReceiver receive)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable gradient = no_grad();
        Tensor input = empty([rows.Length, .. _graph.InputShape.Select(size => (long)size)], ScalarType.Float32);
        Span<float> inputs = MemoryMarshal.Cast<byte, float>(input.bytes);
        for (int i = 0; i < rows.Length; i++)
            _rows.Rows(rows[i], 1, ref _buffer).CopyTo(inputs[(i * _rows.Width)..]);
        _runner.Run(input, RunContext.Inference, (node, _, output) =>
        {
            for (int layer = 0; layer < _nodes.Length; layer++)
            {
                if (ReferenceEquals(node, _nodes[layer]))
                    receive(layer, MemoryMarshal.Cast<byte, float>(output.contiguous().bytes));
            }
        });
    }
}
