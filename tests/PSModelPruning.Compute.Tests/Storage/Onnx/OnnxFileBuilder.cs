namespace PSModelPruning.Compute.Tests.Storage.Onnx;

/// <summary>Writes small ONNX files for tests.</summary>
internal sealed class OnnxFileBuilder
{
    internal const string Ml = "ai.onnx.ml";

    private readonly WireWriter _graph = new WireWriter().Text(2, "graph");
    private readonly List<WireWriter> _after = [];

    internal long Ir { get; init; } = 8;

    internal long Opset { get; init; } = 17;

    internal long MlOpset { get; init; } = 3;

    /// <summary>Whether lists of numbers are packed, as new writers do.</summary>
    internal bool Packed { get; init; } = true;

    internal OnnxFileBuilder Input(string name, int type, params long[] shape) => Value(11, name, type, shape);

    internal OnnxFileBuilder Output(string name, int type, params long[] shape) => Value(12, name, type, shape);

    /// <summary>An output that is a sequence of maps; what is in them is not told.</summary>
    internal OnnxFileBuilder MapOutput(string name, int keys)
    {
        WireWriter value = new WireWriter().Message(1, new WireWriter().Integer(1, 1));
        WireWriter map = new WireWriter().Message(5, new WireWriter().Integer(1, keys).Message(2, value));
        _after.Add(
            new WireWriter().Message(
                12,
                new WireWriter().Text(1, name).Message(2, new WireWriter().Message(4, new WireWriter().Message(1, map)))
            )
        );
        return this;
    }

    internal OnnxFileBuilder Initializer(string name, WireWriter tensor)
    {
        _after.Add(new WireWriter().Message(5, tensor.Text(8, name)));
        return this;
    }

    internal OnnxFileBuilder Node(
        string type,
        string domain,
        string[] inputs,
        string[] outputs,
        params (string Name, object Value)[] attributes
    )
    {
        var node = new WireWriter();
        foreach (string input in inputs)
            node.Text(1, input);
        foreach (string output in outputs)
            node.Text(2, output);
        node.Text(4, type);
        foreach ((string name, object value) in attributes)
            node.Message(5, Attribute(name, value));
        _graph.Message(1, domain.Length > 0 ? node.Text(7, domain) : node);
        return this;
    }

    internal byte[] Build()
    {
        WireWriter graph = new();
        byte[] bytes = [.. _graph.ToArray(), .. _after.SelectMany(part => part.ToArray())];
        WireWriter model = new WireWriter().Integer(1, Ir).Text(2, "PSModelPruning").Bytes(7, bytes);
        if (Opset > 0)
            model.Message(8, new WireWriter().Text(1, "").Integer(2, Opset));
        if (MlOpset > 0)
            model.Message(8, new WireWriter().Text(1, Ml).Integer(2, MlOpset));
        return model.ToArray();
    }

    internal static WireWriter Floats(params float[] values) =>
        new WireWriter().Integers(1, [values.Length]).Integer(2, 1).Singles(4, values);

    internal static WireWriter Doubles(params double[] values) =>
        new WireWriter().Integers(1, [values.Length]).Integer(2, 11).Bytes(10, [.. values.SelectMany(BitConverter.GetBytes)]);

    internal static WireWriter Bytes(params byte[] values) => new WireWriter().Integers(1, [values.Length]).Integer(2, 2).Bytes(9, values);

    internal static WireWriter Longs(params long[] values) =>
        new WireWriter().Integers(1, [values.Length]).Integer(2, 7).Integers(7, values);

    internal static WireWriter Texts(params string[] values)
    {
        WireWriter tensor = new WireWriter().Integers(1, [values.Length]).Integer(2, 8);
        foreach (string value in values)
            tensor.Text(6, value);
        return tensor;
    }

    private WireWriter Attribute(string name, object value)
    {
        WireWriter attribute = new WireWriter().Text(1, name);
        switch (value)
        {
            case float single:
                return attribute.Single(2, single).Integer(20, 1);
            case int integer:
                return attribute.Integer(3, integer).Integer(20, 2);
            case string text:
                return attribute.Text(4, text).Integer(20, 3);
            case WireWriter tensor:
                return attribute.Message(5, tensor).Integer(20, 4);
            case float[] singles:
                return attribute.Singles(7, singles, Packed).Integer(20, 6);
            case long[] integers:
                return attribute.Integers(8, integers, Packed).Integer(20, 7);
            case string[] texts:
                foreach (string text in texts)
                    attribute.Text(9, text);
                return attribute.Integer(20, 8);
            default:
                throw new ArgumentException("No such attribute.", nameof(value));
        }
    }

    private OnnxFileBuilder Value(int field, string name, int type, long[] shape)
    {
        var dimensions = new WireWriter();
        foreach (long size in shape)
            dimensions.Message(1, size > 0 ? new WireWriter().Integer(1, size) : new WireWriter().Text(2, "N"));
        WireWriter tensor = new WireWriter().Integer(1, type).Message(2, dimensions);
        _after.Add(new WireWriter().Message(field, new WireWriter().Text(1, name).Message(2, new WireWriter().Message(1, tensor))));
        return this;
    }
}
