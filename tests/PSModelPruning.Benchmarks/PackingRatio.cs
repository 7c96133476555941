using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Runtime.InteropServices;
using PSModelPruning.Compute;
using PSModelPruning.Compute.Data;
using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Networks.Packing;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Benchmarks;

/// <summary>
/// Packing and unpacking of tensors against Brotli and Deflate of the same content in its plain form (a bit an element and plain codes):
/// bytes and time, in megabytes of float32 numbers a second.
/// </summary>
internal static class PackingRatio
{
    private const int Rows = 1000;
    private const int Columns = 1000;
    private const double Megabytes = Rows * Columns * sizeof(float) / 1e6;

    internal static void Measure(int rounds)
    {
        Measure(
            rounds,
            "95 % zeros, 16 shared numbers",
            0.95,
            new CodebookEncoding([.. Enumerable.Range(-8, 17).Where(i => i != 0).Select(i => i / 8f)])
        );
        Measure(rounds, "95 % zeros, float32", 0.95, null);
        Measure(rounds, "90 % zeros, Int8", 0.9, new IntegerEncoding(8, 0, 0, [.. Enumerable.Repeat(1 / 32f, Rows)]));
        Measure(rounds, "no zeros, Int8", 0, new IntegerEncoding(8, 0, 0, [.. Enumerable.Repeat(1 / 32f, Rows)]));
        Measure(rounds, "no zeros, Int4", 0, new IntegerEncoding(4, 0, 0, [.. Enumerable.Repeat(1 / 2f, Rows)]));
        MeasureModels(rounds);
    }

    /// <summary>What it costs to make a model, and to count its packed bytes for the first time.</summary>
    private static void MeasureModels(int rounds)
    {
        TorchRuntime.EnsureAvailable();
        foreach (string preset in new[] { "LeNet300", "LeNet5" })
        {
            using Graph graph = NetworkFactory.FromPreset(preset, [1, 28, 28], 10, 1);
            var description = new ModelDescription
            {
                Name = preset,
                Task = LearningTask.Classification,
                Classes = [.. Enumerable.Range(0, 10).Select(i => $"{i}")],
                DatasetHash = "",
                Seed = 1,
                History = [],
                Preprocessing = new Preprocessing { Features = [], InputShape = [1, 28, 28] },
            };
            foreach (bool isSparse in new[] { false, true })
            {
                if (isSparse)
                    Prune(graph);
                List<double> made = [],
                    counted = [];
                for (int round = -1; round < 5 * rounds; round++)
                {
                    NetworkModel model = null!;
                    double seconds = Time(() => model = new NetworkModel(description, graph)),
                        packed = Time(() => _ = model.PackedBytes);
                    if (round < 0)
                        continue;
                    made.Add(seconds);
                    counted.Add(packed);
                }
                Console.WriteLine(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{preset}, {(isSparse ? "95 % zeros" : "dense")}: a model is made in {1e3 * Ratio.Median(made):0.00} ms, its "
                            + $"packed bytes are counted in {1e3 * Ratio.Median(counted):0.00} ms"
                    )
                );
            }
        }
    }

    private static void Measure(int rounds, string name, double sparsity, WeightEncoding? encoding)
    {
        float[] values = Values(sparsity, encoding);
        long[] shape = [Rows, Columns];
        byte[] plain = Plain(values, shape, encoding);
        PackedTensor packed = PackedTensor.Of(values, shape, encoding);
        Report(rounds, name, "ours", packed.Bytes, () => PackedTensor.Of(values, shape, encoding), () => Unpack(packed, shape));
        Report(
            rounds,
            name,
            "Brotli",
            plain,
            stream => new BrotliStream(stream, CompressionLevel.SmallestSize, true),
            stream => new BrotliStream(stream, CompressionMode.Decompress)
        );
        Report(
            rounds,
            name,
            "Deflate",
            plain,
            stream => new DeflateStream(stream, CompressionLevel.SmallestSize, true),
            stream => new DeflateStream(stream, CompressionMode.Decompress)
        );
    }

    private static void Report(
        int rounds,
        string name,
        string method,
        byte[] plain,
        Func<Stream, Stream> compress,
        Func<Stream, Stream> decompress
    )
    {
        byte[] Encode()
        {
            using var target = new MemoryStream();
            using (Stream stream = compress(target))
                stream.Write(plain);
            return target.ToArray();
        }
        byte[] encoded = Encode();
        var back = new byte[plain.Length];
        Report(
            rounds,
            name,
            method,
            encoded.Length,
            () => Encode(),
            () =>
            {
                using Stream stream = decompress(new MemoryStream(encoded));
                stream.ReadExactly(back);
            }
        );
    }

    private static void Report(int rounds, string name, string method, long bytes, Action encode, Action decode)
    {
        List<double> encoding = [],
            decoding = [];
        for (int round = -1; round < rounds; round++)
        {
            double in1 = Time(encode),
                in2 = Time(decode);
            if (round < 0)
                continue;
            encoding.Add(in1);
            decoding.Add(in2);
        }
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{name}: {method} {bytes:N0} bytes ({Rows * Columns * sizeof(float) / (double)bytes:0.0} x smaller than float32), packed "
                    + $"at {Megabytes / Ratio.Median(encoding):0} MB/s, unpacked at {Megabytes / Ratio.Median(decoding):0} MB/s"
            )
        );
    }

    private static double Time(Action work)
    {
        long start = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static void Unpack(PackedTensor packed, long[] shape)
    {
        var values = new float[Rows * Columns];
        byte[]? bits = packed.Positions?.Decode(packed.PositionData, PositionShape.Of(shape), default);
        if (packed.Coding is not { } coding)
        {
            BitPacking.Unpack<float>(bits, MemoryMarshal.Cast<byte, float>(packed.Numbers), values);
            return;
        }
        var codes = new ushort[packed.Count];
        if (packed.IsCoded)
            SymbolCoder.Decode(packed.Numbers, coding.Alphabet, codes);
        else
            coding.FromBytes(packed.Numbers, codes);
        if (bits is not null)
        {
            var all = new ushort[values.Length];
            all.AsSpan().Fill(coding.Zero);
            BitPacking.Unpack<ushort>(bits, codes, all);
            codes = all;
        }
        coding.Decode(codes, values);
    }

    /// <summary>A bit an element and the plain codes of those that are not zero; without zeros the codes alone.</summary>
    private static byte[] Plain(float[] values, long[] shape, WeightEncoding? encoding)
    {
        byte[] bits = values.Contains(0) ? BitPacking.Bits(values) : [];
        float[] nonzero = [.. values.Where(value => value != 0)];
        if (encoding is null)
            return [.. bits, .. MemoryMarshal.AsBytes(nonzero.AsSpan())];
        NumberCoding coding = NumberCoding.Of(encoding, shape);
        var codes = new ushort[values.Length];
        if (!coding.TryEncode(values, codes))
            throw new InvalidOperationException("The numbers are not those of the encoding.");
        return [.. bits, .. coding.ToBytes([.. codes.Where((_, i) => values[i] != 0)])];
    }

    /// <summary>Normally distributed numbers, of columns that differ in density as trained layers do, rounded to the encoding.</summary>
    private static float[] Values(double sparsity, WeightEncoding? encoding)
    {
        var random = new Random(1);
        double[] density =
        [
            .. Enumerable.Range(0, Columns).Select(_ => sparsity == 0 ? 1 : Math.Min(1, (1 - sparsity) * 2 * random.NextDouble())),
        ];
        var values = new float[Rows * Columns];
        for (int i = 0; i < values.Length; i++)
        {
            if (random.NextDouble() >= density[i % Columns])
                continue;
            double normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            float value = encoding switch
            {
                CodebookEncoding { Values: var book } => book[Math.Clamp((int)(normal * 3 + book.Count / 2.0), 0, book.Count - 1)],
                IntegerEncoding integer => Integer(normal, integer),
                _ => (float)normal,
            };
            values[i] = value;
        }
        return values;
    }

    /// <summary>A quarter of the range is a standard deviation; never zero.</summary>
    private static float Integer(double normal, IntegerEncoding encoding)
    {
        int most = (1 << (encoding.Bits - 1)) - 1,
            code = Math.Clamp((int)Math.Round(normal * most / 4), -most, most);
        return (code == 0 ? 1 : code) * encoding.Scales[0];
    }

    private static void Prune(Graph graph)
    {
        var random = new Random(2);
        foreach (GraphParameter parameter in graph.Parameters.Values)
        {
            foreach (ref float value in MemoryMarshal.Cast<byte, float>(parameter.Value.bytes))
                value = random.NextDouble() < 0.95 ? 0 : value;
        }
    }
}
