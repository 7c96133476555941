using PSModelPruning.Compute.Storage.Onnx.Wire;

namespace PSModelPruning.Compute.Storage.Onnx.Documents;

/// <summary>The name and the type of a value (<c>ValueInfoProto</c>).</summary>
internal sealed class OnnxValueInfo
{
    private readonly List<long?> _shape = [];

    internal string Name { get; private set; } = "";

    /// <summary>Whether it is a tensor, and no sequence or map.</summary>
    internal bool IsTensor { get; private set; }

    /// <summary>The type of its numbers; <see cref="OnnxType.Undefined"/> where the file does not say.</summary>
    internal OnnxType Type { get; private set; }

    /// <summary>Whether the number of axes is known.</summary>
    internal bool HasShape { get; private set; }

    /// <summary>The sizes of the axes; null where one is free or named.</summary>
    internal IReadOnlyList<long?> Shape => _shape;

    internal static OnnxValueInfo Read(WireReader reader)
    {
        var info = new OnnxValueInfo();
        long outer = reader.Enter();
        while (reader.Next(out int field))
        {
            if (field == 1)
                info.Name = reader.Text();
            else if (field == 2)
                info.ReadType(reader);
            else
                reader.Skip();
        }
        reader.Leave(outer);
        return info;
    }

    private void ReadType(WireReader reader)
    {
        long outer = reader.Enter();
        while (reader.Next(out int field))
        {
            if (field == 1)
                ReadTensor(reader);
            else
                reader.Skip();
        }
        reader.Leave(outer);
    }

    private void ReadTensor(WireReader reader)
    {
        IsTensor = true;
        long outer = reader.Enter();
        while (reader.Next(out int field))
        {
            if (field == 1)
                Type = (OnnxType)reader.Int32();
            else if (field == 2)
                ReadShape(reader);
            else
                reader.Skip();
        }
        reader.Leave(outer);
    }

    private void ReadShape(WireReader reader)
    {
        HasShape = true;
        long outer = reader.Enter();
        while (reader.Next(out int field))
        {
            if (field == 1)
                _shape.Add(ReadSize(reader));
            else
                reader.Skip();
        }
        reader.Leave(outer);
    }

    private static long? ReadSize(WireReader reader)
    {
        long? size = null;
        long outer = reader.Enter();
        while (reader.Next(out int field))
        {
            if (field == 1)
                size = reader.Int64();
            else
                reader.Skip();
        }
        reader.Leave(outer);
        // Some exporters write 0 or -1 for a free axis.
        return size > 0 ? size : null;
    }
}
