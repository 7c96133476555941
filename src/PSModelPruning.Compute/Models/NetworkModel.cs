using System.Runtime.InteropServices;
using PSModelPruning.Compute.Models;
using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace PSModelPruning.Compute;

/// <summary>A neural network or linear model: a graph with its parameters.</summary>
public sealed class NetworkModel : Model
{
    private const long BytesAtOnce = 64L << 20;
    private readonly Graph _graph;
    private readonly GraphRunner _runner;
    private readonly int _rowsAtOnce;
    private readonly TrainingEpoch[] _training = [];
    private bool _isDisposed;

    internal NetworkModel(ModelDescription description, Graph graph, string kind = "Network") : base(description)
    {
        TorchRuntime.EnsureAvailable();
        _graph = graph;
        Kind = kind;
        _runner = new GraphRunner(graph);
        _rowsAtOnce = RowsAtOnce(graph);
        Size = NetworkSize.Of(graph);
        NumberFormat = NumberFormats.Describe(graph);
        Layers = NetworkLayer.Of(graph, Size.NonzeroByParameter).ToArray();
        OriginalShapes = graph.Parameters.Values.ToDictionary(parameter => parameter.Name, parameter => parameter.Shape);
    }

    /// <inheritdoc/>
    public override string Kind { get; }

    /// <inheritdoc/>
    public override long Parameters => Size.Parameters;

    /// <inheritdoc/>
    public override long NonzeroParameters => Size.NonzeroParameters;

    /// <inheritdoc/>
    public override double Sparsity => Size.Sparsity;

    /// <inheritdoc/>
    public override long StoredBytes => Size.StoredBytes;

    /// <inheritdoc/>
    /// <remarks>Counted when it is asked for the first time, by packing every tensor.</remarks>
    /// <exception cref="ComputeException"><c>ModelDisposed</c>: it was never asked for while the model had its tensors.</exception>
    public override long PackedBytes => _isDisposed && !Size.PackedBytes.IsValueCreated ? throw ModelErrors.Disposed(this) : Size.PackedBytes.Value;

    /// <inheritdoc/>
    public override long MultiplyAccumulates => Size.MultiplyAccumulates;

    /// <inheritdoc/>
    public override long Complexity => Size.NonzeroParameters;

    /// <inheritdoc/>
    public override string ComplexityUnit => "weights";

    /// <inheritdoc/>
    public override string NumberFormat { get; }

    /// <summary>The layers in order, each with its output's shape, its parameters and its cost.</summary>
    public IReadOnlyList<NetworkLayer> Layers { get; }

    /// <summary>The training run, an entry an epoch; empty for a model that was only pruned.</summary>
    public IReadOnlyList<TrainingEpoch> Training { get => _training; internal init => _training = value.ToArray(); }

    /// <summary>How it was trained, or the oldest ancestor that it was pruned from; null where that is not known: an imported network, or one of a file that did not keep it.</summary>
    internal TrainingOptions? TrainingOptions { get; init; }

    /// <summary>Whether it over-fits, with the numbers that this rests on.</summary>
    public OverfittingVerdict Overfitting => OverfittingVerdict.Of(Training, Task);

    /// <summary>The graph; must not be changed.</summary>
    /// <exception cref="ComputeException"><c>ModelDisposed</c>.</exception>
    internal Graph Graph => _isDisposed ? throw ModelErrors.Disposed(this) : _graph;

    internal NetworkSize Size { get; }

    /// <summary>
    /// The shapes that the parameters had in the oldest ancestor, by name. Fractions that are pruned are of these, so pruning hands them
    /// on to its result, and model files keep them. The model's own shapes where nothing else is said.
    /// </summary>
    internal IReadOnlyDictionary<string, long[]> OriginalShapes { get; init; }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _isDisposed = true;
        _graph.Dispose();
    }

    /// <inheritdoc/>
    internal override void Predict(ReadOnlySpan<float> inputs, int rows, Span<float> output)
    {
        if (_isDisposed)
            throw ModelErrors.Disposed(this);
        int width = inputs.Length / Math.Max(1, rows), outputs = OutputCount;
        for (int first = 0; first < rows; first += _rowsAtOnce)
        {
            int count = Math.Min(_rowsAtOnce, rows - first);
            PredictChunk(inputs.Slice(first * width, count * width), count, output.Slice(first * outputs, count * outputs));
        }
    }

    private void PredictChunk(ReadOnlySpan<float> inputs, int rows, Span<float> output)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable gradient = no_grad();
        Tensor input = empty([rows, .. Graph.InputShape.Select(size => (long)size)], ScalarType.Float32);
        MemoryMarshal.AsBytes(inputs).CopyTo(input.bytes);
        Tensor result = _runner.Infer(input);
        result = Task == LearningTask.Classification
            ? nn.functional.softmax(result, 1)
            : result.to_type(ScalarType.Float64).mul_(Number.Of(TargetScale)).Increase(TargetOffset).to_type(ScalarType.Float32);
        MemoryMarshal.Cast<byte, float>(result.contiguous().bytes).CopyTo(output);
    }

    /// <summary>So many rows that what one step of the network holds stays within a few tens of megabytes.</summary>
    private static int RowsAtOnce(Graph graph)
    {
        Dictionary<string, long[]> shapes = graph.InferShapes();
        long greatest = graph.Nodes.Max(node => node.Inputs.Where(name => !graph.Parameters.ContainsKey(name)).Append(node.Output)
            .Sum(name => shapes[name].Aggregate(1L, (product, size) => product * size))
            + OperatorCatalog.Get(node.OperatorType).WorkingElements(node, [.. node.Inputs.Select(name => shapes[name])]));
        return (int)Math.Clamp(BytesAtOnce / (greatest * sizeof(float)), 16, 1 << 16);
    }
}
