using PSModelPruning.Compute.Storage.Onnx.Wire;

namespace PSModelPruning.Compute.Storage.Onnx.Documents;

/// <summary>A tensor (<c>TensorProto</c>), as it lies in the file. <see cref="OnnxNumbers"/> reads its numbers.</summary>
internal sealed class OnnxTensor
{
    private readonly List<long> _shape = [];
    private readonly List<float> _singles = [];
    private readonly List<double> _doubles = [];
    private readonly List<long> _integers = [];
    private readonly List<string> _texts = [];
    private readonly List<OnnxEntry> _external = [];

    internal string Name { get; private set; } = "";

    internal OnnxType Type { get; private set; }

    internal IReadOnlyList<long> Shape => _shape;

    /// <summary>Its numbers as bytes, little end first; null where they lie elsewhere.</summary>
    internal byte[]? Raw { get; private set; }

    internal IReadOnlyList<float> Singles => _singles;

    internal IReadOnlyList<double> Doubles => _doubles;

    internal IReadOnlyList<long> Integers => _integers;

    internal IReadOnlyList<string> Texts => _texts;

    /// <summary>Where its numbers lie in another file; empty where they lie in this one.</summary>
    internal IReadOnlyList<OnnxEntry> External => _external;

    internal bool IsExternal { get; private set; }

    internal static OnnxTensor Read(WireReader reader)
    {
        var tensor = new OnnxTensor();
        long outer = reader.Enter();
        while (reader.Next(out int field))
        {
            switch (field)
            {
                case 1:
                    reader.AddInt64(tensor._shape);
                    break;
                case 2:
                    tensor.Type = (OnnxType)reader.Int32();
                    break;
                case 4:
                    reader.AddSingles(tensor._singles);
                    break;
                case 5 or 7 or 11:
                    reader.AddInt64(tensor._integers);
                    break;
                case 6:
                    tensor._texts.Add(reader.Text());
                    break;
                case 8:
                    tensor.Name = reader.Text();
                    break;
                case 9:
                    tensor.Raw = reader.Bytes();
                    break;
                case 10:
                    reader.AddDoubles(tensor._doubles);
                    break;
                case 13:
                    tensor._external.Add(OnnxEntry.Read(reader));
                    break;
                case 14:
                    tensor.IsExternal = reader.Int32() == 1;
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }
        reader.Leave(outer);
        return tensor;
    }
}
