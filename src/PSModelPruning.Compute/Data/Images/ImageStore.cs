using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Data;

/// <summary>All images of a data set as bytes, in blocks, with their labels; test images last.</summary>
internal sealed class ImageStore
{
    private const int BlockBytes = 4 << 20;
    private readonly List<byte[]> _blocks = [];
    private readonly int _rowsPerBlock;
    private readonly int _size;

    private ImageStore(IReadOnlyList<int> shape)
    {
        Shape = shape;
        _size = shape.Aggregate(1, (product, size) => product * size);
        _rowsPerBlock = Math.Max(1, BlockBytes / _size);
    }

    internal IReadOnlyList<int> Shape { get; }

    internal List<int> Labels { get; } = [];

    internal int Count => Labels.Count;

    internal int TestCount { get; private set; }

    /// <summary>The files in the order of their images, and how many each has.</summary>
    internal IReadOnlyList<(string Name, int Rows)> Files => _files;

    private readonly List<(string Name, int Rows)> _files = [];

    /// <exception cref="ComputeException"><c>LabelsMissing</c>, <c>ImageShapeMismatch</c>, and those of the formats.</exception>
    internal static ImageStore Read(IReadOnlyList<ImageFile> files, IWorkMonitor monitor)
    {
        ImageStore? store = null;
        foreach (ImageFile file in files.OrderBy(file => file.IsTest))
        {
            using ImageSource source = file.Open();
            if (!source.HasLabels)
                throw DataErrors.LabelsMissing(file.Path);
            store ??= new ImageStore(source.Shape);
            if (!source.Shape.SequenceEqual(store.Shape))
                throw DataErrors.ImageShape(file.Path, source.Shape, store.Shape);
            int before = store.Count;
            while (source.Read(store.NextRow(), out int label))
            {
                store.Labels.Add(label);
                if (store.Count % 2048 != 0)
                    continue;
                monitor.Cancellation.ThrowIfCancellationRequested();
                MemoryBudget.RequireSomeLeft();
                monitor.Progress(new WorkProgress($"Reading {Path.GetFileName(file.Path)}", $"{store.Count} images", -1));
            }
            store._files.Add((file.Path, store.Count - before));
            if (file.IsTest)
                store.TestCount += store.Count - before;
        }
        return store!;
    }

    internal ReadOnlySpan<byte> Row(int row) => _blocks[row / _rowsPerBlock].AsSpan(row % _rowsPerBlock * _size, _size);

    /// <summary>Drops every image that is equal to an earlier one of the same label.</summary>
    internal int DropDuplicates(RowPlan plan)
    {
        var rowsByHash = new Dictionary<int, List<int>>();
        int dropped = 0;
        for (int row = 0; row < Count; row++)
        {
            var hash = new HashCode();
            hash.Add(Labels[row]);
            hash.AddBytes(Row(row));
            int code = hash.ToHashCode();
            if (!rowsByHash.TryGetValue(code, out List<int>? earlier))
                rowsByHash[code] = earlier = [];
            int current = row;
            if (earlier.Any(other => Labels[other] == Labels[current] && Row(other).SequenceEqual(Row(current))))
            {
                plan.Fates[row] = RowFate.Dropped;
                dropped++;
            }
            else
            {
                earlier.Add(row);
            }
        }
        return dropped;
    }

    /// <summary>For each channel the training pixels counted by their value.</summary>
    internal IReadOnlyList<ByteHistogram> Histograms(RowPlan plan)
    {
        int plane = Shape[1] * Shape[2];
        var counts = new long[Shape[0]][];
        for (int channel = 0; channel < counts.Length; channel++)
            counts[channel] = new long[256];
        for (int row = 0; row < Count; row++)
        {
            if (plan.Fates[row] != RowFate.Training)
                continue;
            ReadOnlySpan<byte> pixels = Row(row);
            for (int i = 0; i < pixels.Length; i++)
                counts[i / plane][pixels[i]]++;
        }
        return [.. counts.Select(count => new ByteHistogram(count))];
    }

    /// <summary>
    /// The images in the order of a plan, with their class indices. The bytes stay where they are: an input is looked up when it is read.
    /// </summary>
    internal (ByteStore Inputs, float[] Targets) Prepared(
        RowPlan plan,
        TargetFit fit,
        IReadOnlyList<(double Offset, double Divisor)> scales
    )
    {
        int rows = Count - plan.Count(RowFate.Dropped) + plan.Repeated.Count;
        var images = new int[rows];
        int[] places = plan.Places();
        for (int image = 0; image < places.Length; image++)
        {
            if (places[image] >= 0)
                images[places[image]] = image;
        }
        int place = plan.Count(RowFate.Training);
        foreach (int image in plan.Repeated)
            images[place++] = image;
        float[][] tables =
        [
            .. scales.Select(scale => Enumerable.Range(0, 256).Select(value => (float)((value - scale.Offset) / scale.Divisor)).ToArray()),
        ];
        return (
            new ByteStore(_blocks, _rowsPerBlock, images, tables, Shape[1] * Shape[2]),
            Array.ConvertAll(images, image => fit.Values[image])
        );
    }

    private Span<byte> NextRow()
    {
        if (Count == _blocks.Count * _rowsPerBlock)
            _blocks.Add(new byte[_rowsPerBlock * _size]);
        return _blocks[^1].AsSpan(Count % _rowsPerBlock * _size, _size);
    }
}
