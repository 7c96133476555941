using System.Diagnostics;
using System.Runtime.InteropServices;
using PSModelPruning.Compute.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Networks.Inference;

/// <summary>
/// How a finished network predicts: BatchNormalization is folded, and for single rows and for batches either libtorch or the kernels here
/// are taken, whichever was faster when the first such batch came. Thread-safe.
/// </summary>
internal sealed class InferencePlan : IDisposable
{
    /// <summary>Rows of the batch that the choice for batches is measured with.</summary>
    internal const int BatchRows = 64;

    /// <summary>Work that is worth waking other threads for.</summary>
    private const double ParallelMilliseconds = 0.1;

    private readonly Lifetime _lifetime;
    private readonly object _choosing = new();
    private readonly Graph? _folded;
    private readonly GraphRunner _runner;
    private readonly LaneProgram? _program;
    private readonly int _inputs;
    private readonly int _outputs;
    private readonly long[] _shape;
    private volatile Choice? _single;
    private volatile Choice? _batch;

    /// <param name="graph">The network; must not be changed any more.</param>
    internal InferencePlan(Graph graph)
    {
        _folded = graph.Nodes.Any(node => node.Operator is IChannelScaling) ? BatchNormFolding.Fold(graph) : null;
        Graph plain = _folded ?? graph;
        try
        {
            _runner = new GraphRunner(plain);
            _program = LaneCompiler.Compile(plain);
        }
        catch
        {
            _folded?.Dispose();
            throw;
        }
        _lifetime = new Lifetime(() => _folded?.Dispose());
        _shape = [.. graph.InputShape.Select(size => (long)size)];
        _inputs = graph.InputShape.Aggregate(1, (product, size) => product * size);
        _outputs = (int)graph.InferShapes()[graph.OutputName].Skip(1).Aggregate(1L, (product, size) => product * size);
    }

    /// <summary>What was measured so far: for single rows, for batches.</summary>
    internal IReadOnlyList<InferenceKernel> Kernels => [.. new[] { _single?.Measured, _batch?.Measured }.OfType<InferenceKernel>()];

    /// <summary>Measures what was not measured yet.</summary>
    internal void Choose()
    {
        ChooseSingle();
        ChooseBatch();
    }

    /// <summary>Computes the network's raw output.</summary>
    /// <param name="inputs"><c>[rows × inputs]</c>.</param>
    /// <param name="rows">Rows; so many as libtorch may hold at once.</param>
    /// <param name="outputs">Receives <c>[rows × outputs]</c>.</param>
    internal void Run(ReadOnlySpan<float> inputs, int rows, Span<float> outputs)
    {
        if (_program is null)
        {
            RunDense(inputs, rows, outputs);
            return;
        }
        bool isSmall = rows < Math.Max(2, _program.TileRows / 2);
        if (rows == 1 && ChooseSingle().IsOwn)
            RunSingle(_program, inputs, outputs);
        else if ((!isSmall || ChooseSingle().IsOwn) && ChooseBatch() is { IsOwn: true } choice)
            _program.Run(inputs, rows, outputs, rows * choice.RowMilliseconds < ParallelMilliseconds ? 1 : ThreadLimit.OfTensors);
        else
            RunDense(inputs, rows, outputs);
    }

    /// <summary>Computes the raw output through libtorch.</summary>
    internal void RunDense(ReadOnlySpan<float> inputs, int rows, Span<float> outputs) => RunDense(_runner, _shape, inputs, rows, outputs);

    /// <summary>Computes the raw output of any graph through libtorch.</summary>
    /// <param name="runner">Runs the graph.</param>
    /// <param name="shape">The shape of a row.</param>
    /// <param name="inputs"><c>[rows × inputs]</c>.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="outputs">Receives <c>[rows × outputs]</c>.</param>
    internal static void RunDense(GraphRunner runner, long[] shape, ReadOnlySpan<float> inputs, int rows, Span<float> outputs)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable gradient = no_grad();
        Tensor input = empty([rows, .. shape], ScalarType.Float32);
        MemoryMarshal.AsBytes(inputs).CopyTo(input.bytes);
        Tensor result = runner.Infer(input).contiguous();
        MemoryMarshal.Cast<byte, float>(result.bytes).CopyTo(outputs);
    }

    /// <summary>Begins a use of the plan, unless it was disposed.</summary>
    internal bool TryUse(out Lifetime.Use use) => _lifetime.TryUse(out use);

    /// <summary>Frees what the plan owns, once no use lasts any more.</summary>
    public void Dispose() => _lifetime.End();

    private Choice ChooseSingle()
    {
        if (_single is { } known)
            return known;
        lock (_choosing)
        {
            if (_single is { } chosen)
                return chosen;
            if (_program is not { } program)
                return _single = new Choice(false, 0, null);
            float[] input = Noise(1),
                output = new float[_outputs];
            (double own, double dense) = Measure(() => RunSingle(program, input, output), () => RunDense(input, 1, output));
            return _single = Choice.Of(1, own, dense, program.TakesSingleRows ? program.IsSingleSparse : program.IsSparse);
        }
    }

    private Choice ChooseBatch()
    {
        if (_batch is { } known)
            return known;
        lock (_choosing)
        {
            if (_batch is { } chosen)
                return chosen;
            if (_program is not { } program)
                return _batch = new Choice(false, 0, null);
            float[] inputs = Noise(BatchRows),
                outputs = new float[BatchRows * _outputs];
            double alone = Fastest(() => program.Run(inputs, BatchRows, outputs, 1));
            int threads = alone < ParallelMilliseconds ? 1 : ThreadLimit.OfTensors;
            (double own, double dense) = Measure(
                () => program.Run(inputs, BatchRows, outputs, threads),
                () => RunDense(inputs, BatchRows, outputs)
            );
            return _batch = Choice.Of(BatchRows, own, dense, program.IsSparse) with { RowMilliseconds = alone / BatchRows };
        }
    }

    /// <summary>
    /// A row without windows by itself; otherwise a tile of which one lane counts, which pays where most weights are zero.
    /// </summary>
    private static void RunSingle(LaneProgram program, ReadOnlySpan<float> input, Span<float> output)
    {
        if (program.TakesSingleRows)
            program.RunRows(input, 1, output);
        else
            program.Run(input, 1, output, 1);
    }

    private static double Fastest(Action run)
    {
        run();
        return Math.Min(Time(run), Time(run));
    }

    /// <summary>The least times of two works in turns: what else runs on the machine makes times longer, never shorter.</summary>
    private static (double Own, double Dense) Measure(Action own, Action dense)
    {
        const int leastRounds = 3,
            mostRounds = 30;
        const double budget = 60;
        double fastestOwn = double.PositiveInfinity,
            fastestDense = double.PositiveInfinity,
            spent = 0;
        own();
        dense();
        for (int round = 0; round < mostRounds && (round < leastRounds || spent < budget); round++)
        {
            double ownTime = Time(own),
                denseTime = Time(dense);
            fastestOwn = Math.Min(fastestOwn, ownTime);
            fastestDense = Math.Min(fastestDense, denseTime);
            spent += ownTime + denseTime;
        }
        return (fastestOwn, fastestDense);
    }

    private static double Time(Action run)
    {
        long start = Stopwatch.GetTimestamp();
        run();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private float[] Noise(int rows)
    {
        var random = new Random(1);
        var noise = new float[rows * _inputs];
        for (int i = 0; i < noise.Length; i++)
            noise[i] = random.NextSingle();
        return noise;
    }

    /// <param name="IsOwn">True where the kernels here are taken.</param>
    /// <param name="RowMilliseconds">What a row of a batch costs one thread.</param>
    /// <param name="Measured">What was measured.</param>
    private sealed record Choice(bool IsOwn, double RowMilliseconds, InferenceKernel? Measured)
    {
        internal static Choice Of(int rows, double own, double dense, bool isSparse)
        {
            bool isOwn = own < dense;
            string name = isSparse ? "Sparse" : "Direct";
            return new Choice(isOwn, 0, new InferenceKernel(rows, isOwn ? name : "Dense", dense, name, own));
        }
    }
}
