using PSModelPruning.Compute.Data;
using PSModelPruning.Compute.Importance;
using PSModelPruning.Compute.Models;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Training;

namespace PSModelPruning.Compute.Tests.Data;

/// <summary>What every store of rows does, and that nobody who reads rows sees where they lie.</summary>
public sealed class RowStoreTests
{
    private const int Rows = 240;
    private const int Width = 12;
    private const int Plane = 6;

    /// <summary>The inputs that bytes become, for the two planes of a row; each has its own scale.</summary>
    private static readonly float[][] Tables =
    [
        [.. Enumerable.Range(0, 256).Select(value => (float)(value / 255.0))],
        [.. Enumerable.Range(0, 256).Select(value => (float)((value + 3.5) / 61.7))],
    ];

    public static TheoryData<string> Stores => ["one array", "several arrays", "bytes", "mapped file"];

    public static TheoryData<string, string> Trainings
    {
        get
        {
            var pairs = new TheoryData<string, string>();
            foreach (string store in new[] { "several arrays", "bytes", "mapped file" })
            {
                foreach (CatalogEntry kind in ModelKindCatalog.Entries)
                    pairs.Add(store, kind.Name);
            }
            return pairs;
        }
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public void Rows_are_read_one_after_another_by_number_and_by_column(string kind)
    {
        using RowStore store = Store(kind);
        float[] expected = Inputs();

        Assert.Equal((Rows, Width), (store.RowCount, store.Width));
        foreach ((int first, int count) in new[] { (0, Rows), (0, 1), (Rows - 1, 1), (6, 7), (13, 0), (13, 100) })
        {
            var read = new float[count * Width];
            store.Read(first, count, read);
            Assert.Equal(expected.AsSpan(first * Width, count * Width).ToArray(), read);
            if (store.TryGetRows(first, count, out ReadOnlyMemory<float> lying))
                Assert.Equal(read, lying.ToArray());
        }
        int[] rows = [3, 200, 3, 0, 17];
        var gathered = new float[rows.Length * Width];
        store.Gather(10, rows, gathered);
        Assert.Equal(rows.SelectMany(row => expected.Skip((10 + row) * Width).Take(Width)), gathered);
        for (int input = 0; input < Width; input++)
        {
            var column = new float[rows.Length];
            store.ReadColumn(10, rows, input, column);
            Assert.Equal(rows.Select(row => expected[(10 + row) * Width + input]), column);
        }
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public void Partitions_read_their_own_rows(string kind)
    {
        using Dataset data = Data(Store(kind));
        float[] expected = Inputs();
        float[] buffer = [];

        Assert.Equal(expected.AsSpan(150 * Width, 50 * Width).ToArray(), data.Validation.InOnePiece().ToArray());
        Assert.Equal(expected.AsSpan(203 * Width, 2 * Width).ToArray(), data.Test.Rows(3, 2, ref buffer).ToArray());
        var gathered = new float[Width];
        data.Test.Gather([39], gathered);
        Assert.Equal(expected.AsSpan(239 * Width, Width).ToArray(), gathered);
    }

    [Fact]
    public void Rows_in_one_array_are_not_copied()
    {
        float[] inputs = Inputs();
        using Dataset data = Data(MemoryStore.Over(inputs, Rows, Width));
        float[] buffer = [];

        Assert.True(data.Validation.Rows(0, 50, ref buffer).Overlaps(inputs));
        Assert.True(data.Training.InOnePiece().Span.Overlaps(inputs));
        Assert.Empty(buffer);
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public void The_hash_tells_nothing_of_where_the_rows_lie(string kind)
    {
        using Dataset data = Data(Store(kind)),
            other = Data(MemoryStore.Over(Inputs(), Rows, Width));

        Assert.Equal(other.Hash, data.Hash);
    }

    [Fact]
    public void The_hash_of_several_pieces_is_that_of_one_array()
    {
        // 2.5 pieces of 2^20 numbers, whose ends lie within rows.
        const int width = 4097,
            rows = 640;
        float[] inputs = [.. Enumerable.Range(0, rows * width).Select(i => i * 0.25f)];
        MemoryStore parts = MemoryStore.Create(rows, width, 100 * width);
        for (int row = 0; row < rows; row++)
            inputs.AsSpan(row * width, width).CopyTo(parts.Row(row));

        Assert.Equal(
            DatasetHash.Of(MemoryStore.Over(inputs, rows, width), new float[rows], 1, 2, 3),
            DatasetHash.Of(parts, new float[rows], 1, 2, 3)
        );
    }

    [Theory]
    [MemberData(nameof(Trainings))]
    public void Every_kind_of_model_learns_and_predicts_the_same_bits(string store, string kind)
    {
        using Dataset data = Data(Store(store)),
            reference = Data(MemoryStore.Over(Inputs(), Rows, Width));

        Assert.Equal(Trained(kind, reference), Trained(kind, data));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public void Every_importance_of_a_data_set_has_the_same_bits(string store)
    {
        using Dataset data = Data(Store(store)),
            reference = Data(MemoryStore.Over(Inputs(), Rows, Width));

        string[] methods = [.. ScorerCatalog.Entries.Select(entry => entry.Name).Where(name => ScorerCatalog.Get(name) is DatasetScorer)];
        Assert.NotEmpty(methods);
        foreach (string method in methods)
            Assert.Equal(Ranked(method, reference), Ranked(method, data));
    }

    [Fact]
    public async Task A_disposed_file_is_no_race_for_those_who_read_it()
    {
        float[] expected = Inputs();
        for (int round = 0; round < 20; round++)
        {
            Dataset data = Data(Store("mapped file"));
            using var started = new CountdownEvent(4);
            Task<int>[] readers =
            [
                .. Enumerable
                    .Range(0, 4)
                    .Select(reader =>
                        Task.Factory.StartNew(
                            () =>
                            {
                                float[] buffer = [];
                                for (int read = 0; ; read++)
                                {
                                    int row = (read * 7 + reader) % data.TrainingRows;
                                    try
                                    {
                                        ReadOnlySpan<float> inputs = data.Training.Rows(row, 1, ref buffer);
                                        Assert.True(inputs.SequenceEqual(expected.AsSpan(row * Width, Width)));
                                    }
                                    catch (ObjectDisposedException)
                                    {
                                        return read;
                                    }
                                    if (read == 0)
                                        started.Signal();
                                }
                            },
                            CancellationToken.None,
                            TaskCreationOptions.LongRunning,
                            TaskScheduler.Default
                        )
                    ),
            ];
            started.Wait();
            data.Dispose();
            data.Dispose();
            Assert.All(await Task.WhenAll(readers), reads => Assert.True(reads > 0));
        }
    }

    private static float[] Trained(string kind, Dataset data)
    {
        using Model model = ModelKindCatalog
            .Get(kind)
            .Train(
                data,
                new TrainingRequest
                {
                    Kind = kind,
                    Options = new TrainingOptions
                    {
                        Epochs = 3,
                        BatchSize = 16,
                        Seed = 5,
                    },
                },
                SilentMonitor.Instance
            );
        var outputs = new List<float>();
        ModelPredictor.ForEachBatch(model, PartitionView.Of(model, data, PartitionName.Test), SilentMonitor.Instance, (_, batch) =>
            outputs.AddRange(batch)
        );
        foreach (
            FeatureImportance importance in FeatureRanker.Rank(
                model,
                data,
                new ImportanceOptions { Method = "Permutation", Repeats = 2 },
                SilentMonitor.Instance
            )
        )
            outputs.Add((float)importance.Importance);
        return [.. outputs];
    }

    private static string[] Ranked(string method, Dataset data) =>
        [
            .. FeatureRanker
                .Rank(data, new ImportanceOptions { Method = method }, SilentMonitor.Instance)
                .Select(feature => $"{feature.Feature} {BitConverter.DoubleToInt64Bits(feature.Importance):x}"),
        ];

    private static byte[] Bytes()
    {
        var bytes = new byte[Rows * Width];
        var random = new Random(11);
        random.NextBytes(bytes);
        for (int row = 0; row < Rows; row++)
            bytes[row * Width + row % 3] = (byte)(200 + random.Next(50));
        return bytes;
    }

    private static float[] Inputs() => [.. Bytes().Select((value, i) => Tables[i % Width / Plane][value])];

    private static RowStore Store(string kind)
    {
        switch (kind)
        {
            case "one array":
                return MemoryStore.Over(Inputs(), Rows, Width);
            case "several arrays":
                MemoryStore parts = MemoryStore.Create(Rows, Width, chunkNumbers: 7 * Width + 3);
                for (int row = 0; row < Rows; row++)
                    Inputs().AsSpan(row * Width, Width).CopyTo(parts.Row(row));
                Assert.Equal(7, parts.RowsPerChunk);
                return parts;
            case "bytes":
                // The blocks hold the rows backwards, behind one that no row of the store is.
                const int rowsPerBlock = 9;
                var blocks = new byte[Rows / rowsPerBlock + 1][];
                for (int i = 0; i < blocks.Length; i++)
                    blocks[i] = new byte[rowsPerBlock * Width];
                int[] places = [.. Enumerable.Range(0, Rows).Select(row => Rows - row)];
                for (int row = 0; row < Rows; row++)
                    Bytes()
                        .AsSpan(row * Width, Width)
                        .CopyTo(blocks[places[row] / rowsPerBlock].AsSpan(places[row] % rowsPerBlock * Width));
                return new ByteStore(blocks, rowsPerBlock, places, Tables, Plane);
            default:
                return new MappedStore(Inputs(), Rows, Width);
        }
    }

    private static Dataset Data(RowStore store) =>
        new(
            "rows",
            LearningTask.Classification,
            DatasetFactory.Create(new float[Width], new float[1], [Width], ["a", "b", "c"]).Preprocessing,
            [],
            ["a", "b", "c"],
            store,
            [.. Enumerable.Range(0, Rows).Select(row => (float)(row % 3))],
            150,
            50,
            40
        );
}
