using System.Globalization;
using PSModelPruning.Compute.Models;
using PSModelPruning.Compute.Models.Ensembles;
using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Networks.Inference;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute;

/// <summary>A neural network or linear model: a graph with its parameters.</summary>
public sealed class NetworkModel : Model
{
    private const long BytesAtOnce = 64L << 20;
    private readonly Graph _graph;
    private readonly GraphRunner _runner;
    private readonly int _rowsAtOnce;
    private readonly long[] _inputShape;
    private readonly TrainingEpoch[] _training = [];
    private readonly Lifetime _lifetime;
    private readonly object _planning = new();
    private volatile InferencePlan? _plan;
    private volatile bool _isFinished;

    internal NetworkModel(ModelDescription description, Graph graph, string kind = "Network")
        : base(description)
    {
        TorchRuntime.EnsureAvailable();
        _graph = graph;
        _lifetime = new Lifetime(Release);
        Kind = kind;
        _runner = new GraphRunner(graph);
        _rowsAtOnce = RowsAtOnce(graph);
        _inputShape = [.. graph.InputShape.Select(size => (long)size)];
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
    public override long PackedBytes
    {
        get
        {
            if (Size.PackedBytes.IsValueCreated)
                return Size.PackedBytes.Value;
            using Lifetime.Use use = Begin();
            return Size.PackedBytes.Value;
        }
    }

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
    public IReadOnlyList<TrainingEpoch> Training
    {
        get => _training;
        internal init => _training = value.ToArray();
    }

    /// <summary>
    /// How it was trained, or the oldest ancestor that it was pruned from; null where that is not known: an imported network, or one of a
    /// file that did not keep it.
    /// </summary>
    internal TrainingOptions? TrainingOptions { get; init; }

    /// <summary>Whether it over-fits, with the numbers that this rests on.</summary>
    public OverfittingVerdict Overfitting => OverfittingVerdict.Of(Training, Task);

    /// <summary>
    /// The kernels that it predicts with, chosen by measurement at the first prediction of a single row and of a batch; empty before, and
    /// where libtorch alone has the operators.
    /// </summary>
    public IReadOnlyList<InferenceKernel> Kernels => _plan?.Kernels ?? [];

    /// <summary>The graph; must not be changed.</summary>
    /// <exception cref="ComputeException"><c>ModelDisposed</c>.</exception>
    internal Graph Graph => _lifetime.HasEnded ? throw ModelErrors.Disposed(this) : _graph;

    internal NetworkSize Size { get; }

    /// <summary>
    /// The shapes that the parameters had in the oldest ancestor, by name. Fractions that are pruned are of these, so pruning hands them
    /// on to its result, and model files keep them. The model's own shapes where nothing else is said.
    /// </summary>
    internal IReadOnlyDictionary<string, long[]> OriginalShapes { get; init; }

    /// <inheritdoc/>
    public override void Dispose() => _lifetime.End();

    /// <inheritdoc/>
    internal override IDisposable Use() => Begin();

    /// <summary>Lets go of the memory of the plan once no prediction uses it; the next prediction makes a new one.</summary>
    internal void DropPlan()
    {
        InferencePlan? plan;
        lock (_planning)
            (plan, _plan) = (_plan, null);
        plan?.Dispose();
    }

    /// <summary>
    /// Says that the network is a result, which somebody will predict with: from now on it does so the fastest way, which is planned and
    /// measured when the first rows come. Candidates of a search are not worth that.
    /// </summary>
    internal NetworkModel Finished()
    {
        _isFinished = true;
        return this;
    }

    /// <summary>Measures at once which kernels to predict with.</summary>
    internal IReadOnlyList<InferenceKernel> ChooseKernels()
    {
        using Lifetime.Use use = Begin();
        Finished();
        InferencePlan? plan = Plan(out Lifetime.Use planUse);
        using (planUse)
            plan?.Choose();
        return Kernels;
    }

    /// <inheritdoc/>
    internal override bool KeepsZeros => true;

    /// <inheritdoc/>
    internal override bool PassesOverZeros => Kernels.Any(kernel => kernel.Kernel == "Sparse");

    /// <inheritdoc/>
    internal override string Structure(CultureInfo culture) =>
        string.Join(", ", Layers.Where(layer => layer.Parameters > 0).Select(layer => $"{layer.Name} {layer.Output}"));

    /// <inheritdoc/>
    internal override void Predict(ReadOnlySpan<float> inputs, int rows, Span<float> output)
    {
        using Lifetime.Use use = Begin();
        InferencePlan? plan = Plan(out Lifetime.Use planUse);
        using (planUse)
            Predict(plan, inputs, rows, output);
    }

    /// <inheritdoc/>
    internal override void PredictReproducibly(ReadOnlySpan<float> inputs, int rows, Span<float> output)
    {
        using Lifetime.Use use = Begin();
        Predict(null, inputs, rows, output);
    }

    private void Predict(InferencePlan? plan, ReadOnlySpan<float> inputs, int rows, Span<float> output)
    {
        int width = inputs.Length / Math.Max(1, rows),
            outputs = OutputCount;
        for (int first = 0; first < rows; first += _rowsAtOnce)
        {
            int count = Math.Min(_rowsAtOnce, rows - first);
            ReadOnlySpan<float> from = inputs.Slice(first * width, count * width);
            Span<float> to = output.Slice(first * outputs, count * outputs);
            if (plan is null)
                InferencePlan.RunDense(_runner, _inputShape, from, count, to);
            else
                plan.Run(from, count, to);
            Complete(to);
        }
    }

    private Lifetime.Use Begin()
    {
        // A thread that libtorch has not seen would take the count of a run that happens to go on elsewhere.
        ThreadLimit.PrepareTensors();
        return _lifetime.TryUse(out Lifetime.Use use) ? use : throw ModelErrors.Disposed(this);
    }

    private void Release()
    {
        DropPlan();
        _graph.Dispose();
    }

    /// <summary>The plan of a finished network; null for any other. To be called within a use of the network.</summary>
    /// <param name="use">The use of the plan, which the caller ends.</param>
    private InferencePlan? Plan(out Lifetime.Use use)
    {
        use = default;
        while (_isFinished)
        {
            InferencePlan plan = _plan ?? MakePlan();
            // False where the plan was dropped a moment ago: then there is none, or a new one.
            if (plan.TryUse(out use))
                return plan;
        }
        return null;
    }

    private InferencePlan MakePlan()
    {
        lock (_planning)
            return _plan ??= new InferencePlan(_graph);
    }

    /// <summary>Makes class probabilities, or numbers in the target's own units, of raw outputs.</summary>
    private void Complete(Span<float> outputs)
    {
        if (Task == LearningTask.Classification)
        {
            for (int first = 0; first < outputs.Length; first += OutputCount)
                Softmax.InPlace(outputs.Slice(first, OutputCount));
            return;
        }
        for (int i = 0; i < outputs.Length; i++)
            outputs[i] = (float)(outputs[i] * TargetScale + TargetOffset);
    }

    /// <summary>So many rows that what one step of the network holds stays within a few tens of megabytes.</summary>
    private static int RowsAtOnce(Graph graph)
    {
        Dictionary<string, long[]> shapes = graph.InferShapes();
        long greatest = graph.Nodes.Max(node =>
            node.Inputs.Where(name => !graph.Parameters.ContainsKey(name))
                .Concat(node.Outputs)
                .Sum(name => shapes[name].Aggregate(1L, (product, size) => product * size))
            + node.Operator.WorkingElements(node, [.. node.Inputs.Select(name => shapes[name])])
        );
        return (int)Math.Clamp(BytesAtOnce / (greatest * sizeof(float)), 16, 1 << 16);
    }
}
