using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Networks.Packing;
using TorchSharp;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Tests.Storage;

/// <summary>Networks whose numbers are made to be exactly those of an encoding.</summary>
internal static class EncodedSamples
{
    /// <summary>Every encoding and granularity that the tests go through, by name.</summary>
    internal static IReadOnlyList<string> Names { get; } =
    [
        "Int8",
        "Int8 axis 1",
        "Int8 groups",
        "Int4",
        "Int4 groups",
        "Float16",
        "BFloat16",
        "Codebook 1",
        "Codebook 7",
        "Codebook 31",
        "Codebook 300",
        "Codebook 5000",
    ];

    /// <summary>A network of two layers, its weights sparse and then encoded; biases stay float32.</summary>
    internal static NetworkModel Make(
        string name,
        double sparsity = 0,
        bool masked = false,
        int inputs = 33,
        int hidden = 19,
        int classes = 4
    )
    {
        NetworkModel model = Samples.Mlp(inputs, hidden, classes, 3, sparsity, masked);
        foreach (GraphParameter weight in model.Graph.Parameters.Values.Where(p => p.Name.EndsWith("weight", StringComparison.Ordinal)))
            Encode(weight, name);
        return new NetworkModel(model.Describe(), model.Graph);
    }

    /// <summary>Sets a parameter's numbers to the nearest that the encoding has, and the encoding.</summary>
    internal static void Encode(GraphParameter parameter, string name)
    {
        float[] values = parameter.Value.data<float>().ToArray();
        WeightEncoding encoding = For(name, parameter.Shape, values);
        using DisposeScope scope = NewDisposeScope();
        parameter.Value.copy_(tensor(values).reshape(parameter.Shape));
        parameter.Encoding = encoding;
    }

    private static WeightEncoding For(string name, long[] shape, float[] values)
    {
        string[] words = name.Split(' ');
        switch (words[0])
        {
            case "Float16" or "BFloat16":
                bool isBrain = words[0] == "BFloat16";
                for (int i = 0; i < values.Length; i++)
                    values[i] = isBrain
                        ? BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(values[i]) & ~0xFFFF)
                        : (float)(Half)values[i];
                return new HalfEncoding(isBrain);
            case "Codebook":
                int count = int.Parse(words[1], System.Globalization.CultureInfo.InvariantCulture);
                float[] book = [.. Enumerable.Range(1, count).Select(i => (i % 2 == 0 ? i : -i) * 2f / count).Order()];
                for (int i = 0; i < values.Length; i++)
                    values[i] = values[i] == 0 ? 0 : book.MinBy(shared => Math.Abs(shared - values[i]));
                return new CodebookEncoding(book);
            default:
                int bits = words[0] == "Int8" ? 8 : 4;
                int axis = words.Length > 1 && words[1] == "axis" ? 1 : 0,
                    groupSize = words.Length > 1 && words[1] == "groups" ? 5 : 0;
                ScaleRuns runs = ScaleRuns.Of(shape, axis, groupSize);
                var scales = new float[runs.Groups];
                foreach ((int first, int length, int group) in runs)
                    scales[group] = Math.Max(
                        scales[group],
                        Math.Max(1e-6f, values.AsSpan(first, length).ToArray().Max(Math.Abs) / ((1 << (bits - 1)) - 1))
                    );
                foreach ((int first, int length, int group) in runs)
                {
                    for (int i = first; i < first + length; i++)
                        values[i] = MathF.Round(values[i] / scales[group]) * scales[group];
                }
                return new IntegerEncoding(bits, axis, groupSize, scales);
        }
    }
}
