using System.Collections.Concurrent;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Networks.Inference;

/// <summary>
/// A network as steps of the tiled kernels. A tile is as many rows of the batch as a vector register has numbers, which are computed side
/// by side;
/// what a step gives stays in this layout for the next. Steps with windows take one tile after the other, so that their values stay in the
/// caches;
/// the fully connected layers at the end take all tiles of a call, so that their weights are read once. Thread-safe.
/// </summary>
internal sealed class LaneProgram
{
    /// <summary>Rows that one thread takes at a time: what they hold fits into the caches.</summary>
    private const int RowsAtOnce = 64;

    private readonly LaneKernels _kernels = LaneKernels.Widest;
    private readonly LaneStep[] _tiled;
    private readonly LaneStep[] _flat;
    private readonly LaneValue _input;
    private readonly LaneValue _output;
    private readonly int _sharedSize;
    private readonly int _ownSize;
    private readonly ConcurrentBag<Workspace> _workspaces = [];

    /// <param name="steps">The steps in order.</param>
    /// <param name="input">The rows' values.</param>
    /// <param name="output">The result's.</param>
    internal LaneProgram(IReadOnlyList<LaneStep> steps, LaneValue input, LaneValue output)
    {
        (_input, _output) = (input, output);
        int last = steps.Count;
        while (last > 0 && steps[last - 1].IsFlat)
            last--;
        _tiled = [.. steps.Take(last)];
        _flat = [.. steps.Skip(last)];
        output.IsOfAllTiles = true;
        foreach (LaneValue value in _flat.SelectMany(step => step.Inputs.Append(step.Output)))
            value.IsOfAllTiles = true;
        _ownSize = LayOwn();
        _sharedSize = LayShared();
        foreach (LaneStep step in steps)
            step.Lay(_kernels.Count);
    }

    /// <summary>True where single rows can be computed without a tile.</summary>
    internal bool TakesSingleRows => _tiled.Length == 0;

    /// <summary>True where batches run through packed rows in a layer.</summary>
    internal bool IsSparse => _tiled.Concat(_flat).Any(step => step is LinearStep { IsSparse: true });

    /// <summary>True where single rows do.</summary>
    internal bool IsSingleSparse => _flat.Any(step => step is LinearStep { IsSingleSparse: true });

    /// <summary>Rows of a tile: what a call with fewer costs all the same.</summary>
    internal int TileRows => _kernels.Count;

    /// <summary>Computes a batch in tiles.</summary>
    /// <param name="inputs"><c>[rows × inputs]</c>.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="outputs">Receives <c>[rows × outputs]</c>.</param>
    /// <param name="threads">Threads that may take part.</param>
    internal unsafe void Run(ReadOnlySpan<float> inputs, int rows, Span<float> outputs, int threads)
    {
        // The kernels below read and write through pointers: nothing else stands between them and memory that is not theirs.
        if (rows < 0 || inputs.Length < (long)rows * _input.Features || outputs.Length < (long)rows * _output.Features)
            throw new ArgumentOutOfRangeException(nameof(rows));
        int tiles = (rows + _kernels.Count - 1) / _kernels.Count;
        int atOnce = Math.Clamp((tiles + threads - 1) / threads, 1, RowsAtOnce / _kernels.Count);
        int parts = (tiles + atOnce - 1) / atOnce,
            partRows = atOnce * _kernels.Count;
        fixed (
            float* from = inputs,
                to = outputs
        )
        {
            if (threads == 1 || parts == 1)
            {
                for (int part = 0; part < parts; part++)
                    RunPart(from, rows, to, part * partRows, partRows);
                return;
            }
            nint source = (nint)from,
                target = (nint)to;
            CoreLoop.Run(parts, part => RunPart((float*)source, rows, (float*)target, part * partRows, partRows), threads: threads);
        }
    }

    /// <summary>Computes rows one by one. Only where <see cref="TakesSingleRows"/>.</summary>
    internal unsafe void RunRows(ReadOnlySpan<float> inputs, int rows, Span<float> outputs)
    {
        Workspace workspace = Rent();
        try
        {
            fixed (float* memory = workspace.Row)
            {
                for (int row = 0; row < rows; row++)
                {
                    inputs.Slice(row * _input.Features, _input.Features).CopyTo(workspace.Row.AsSpan(_input.Offset));
                    foreach (LaneStep step in _flat)
                        step.RunRow(memory);
                    workspace.Row.AsSpan(_output.Offset, _output.Features).CopyTo(outputs[(row * _output.Features)..]);
                }
            }
        }
        finally
        {
            _workspaces.Add(workspace);
        }
    }

    private unsafe void RunPart(float* inputs, int rows, float* outputs, int first, int count)
    {
        Workspace workspace = Rent();
        try
        {
            count = Math.Min(count, rows - first);
            int lanes = _kernels.Count;
            var frame = new LaneFrame
            {
                Kernels = _kernels,
                TileStride = (nint)_ownSize * lanes,
                Tiles = (count + lanes - 1) / lanes,
            };
            workspace.Fit(_sharedSize * lanes, _ownSize * lanes * frame.Tiles);
            fixed (
                float* shared = workspace.Shared,
                    own = workspace.Own
            )
            {
                frame.Shared = Workspace.Aligned(shared);
                frame.Own = Workspace.Aligned(own);
                for (frame.Tile = 0; frame.Tile < frame.Tiles; frame.Tile++)
                {
                    int row = first + frame.Tile * lanes;
                    LaneTransfer.Load(
                        inputs + (nint)row * _input.Features,
                        Math.Min(lanes, first + count - row),
                        frame.Of(_input),
                        _input,
                        lanes
                    );
                    foreach (LaneStep step in _tiled)
                        step.Run(frame);
                }
                foreach (LaneStep step in _flat)
                    step.RunAll(frame);
                for (frame.Tile = 0; frame.Tile < frame.Tiles; frame.Tile++)
                {
                    int row = first + frame.Tile * lanes;
                    LaneTransfer.Store(
                        frame.Of(_output),
                        _output,
                        lanes,
                        outputs + (nint)row * _output.Features,
                        Math.Min(lanes, first + count - row)
                    );
                }
            }
        }
        finally
        {
            _workspaces.Add(workspace);
        }
    }

    private Workspace Rent() => _workspaces.TryTake(out Workspace? workspace) ? workspace : new Workspace(TakesSingleRows ? _ownSize : 0);

    /// <summary>Values of all tiles lie one after the other.</summary>
    private int LayOwn()
    {
        int size = 0;
        foreach (LaneValue value in Values().Where(value => value.IsOfAllTiles))
        {
            value.Offset = size;
            size += value.Size;
        }
        return size;
    }

    /// <summary>
    /// Values that one tile uses after the other take over the place of values that are no longer read, where both have the same borders:
    /// those were set to zero once.
    /// </summary>
    private int LayShared()
    {
        var lastRead = new Dictionary<LaneValue, int>(ReferenceEqualityComparer.Instance);
        for (int i = 0; i < _tiled.Length; i++)
        {
            foreach (LaneValue value in _tiled[i].Inputs)
                lastRead[value] = i;
        }
        var free = new List<(LaneValue Geometry, int Offset, int Size)>();
        var places = new Dictionary<LaneValue, (int Offset, int Size)>(ReferenceEqualityComparer.Instance);
        int size = 0;
        void Place(LaneValue value)
        {
            if (value.IsOfAllTiles || places.ContainsKey(value))
                return;
            int fit = free.FindIndex(place => place.Size >= value.Size && HaveSameBorder(place.Geometry, value));
            if (fit >= 0)
            {
                places[value] = (free[fit].Offset, free[fit].Size);
                free.RemoveAt(fit);
            }
            else
            {
                places[value] = (size, value.Size);
                size += value.Size;
            }
            value.Offset = places[value].Offset;
        }
        Place(_input);
        for (int i = 0; i < _tiled.Length; i++)
        {
            Place(_tiled[i].Output);
            foreach (LaneValue value in _tiled[i].Inputs.Append(_tiled[i].Output).Distinct())
            {
                if (!value.IsOfAllTiles && lastRead.GetValueOrDefault(value, i) == i)
                    free.Add((value, places[value].Offset, places[value].Size));
            }
        }
        return size;
    }

    private static bool HaveSameBorder(LaneValue a, LaneValue b) =>
        !a.HasBorder && !b.HasBorder
        || (a.Height, a.Width, a.Top, a.Left, a.Bottom, a.Right) == (b.Height, b.Width, b.Top, b.Left, b.Bottom, b.Right);

    private IEnumerable<LaneValue> Values() =>
        _tiled.Concat(_flat).SelectMany(step => step.Inputs.Append(step.Output)).Prepend(_input).Append(_output).Distinct();

    /// <summary>The memory of one thread's call.</summary>
    private sealed unsafe class Workspace(int rowSize)
    {
        private const int Alignment = 64;
        private const int Slack = Alignment / sizeof(float);

        internal float[] Shared { get; private set; } = [];

        internal float[] Own { get; private set; } = [];

        /// <summary>The values of a single row.</summary>
        internal float[] Row { get; } = rowSize > 0 ? GC.AllocateArray<float>(rowSize, pinned: true) : [];

        internal void Fit(int shared, int own)
        {
            if (Shared.Length < shared + Slack)
                Shared = GC.AllocateArray<float>(shared + Slack, pinned: true);
            if (Own.Length < own + Slack)
                Own = GC.AllocateArray<float>(own + Slack, pinned: true);
        }

        internal static float* Aligned(float* memory) => (float*)(((nint)memory + Alignment - 1) / Alignment * Alignment);
    }
}
