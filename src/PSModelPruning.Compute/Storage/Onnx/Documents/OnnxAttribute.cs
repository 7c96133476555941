using PSModelPruning.Compute.Storage.Onnx.Wire;

namespace PSModelPruning.Compute.Storage.Onnx.Documents;

/// <summary>An attribute of a node (<c>AttributeProto</c>). Graphs within attributes are passed over.</summary>
internal sealed class OnnxAttribute
{
    private readonly List<float> _singles = [];
    private readonly List<long> _integers = [];
    private readonly List<string> _texts = [];

    internal string Name { get; private set; } = "";

    internal float Single { get; private set; }

    internal long Integer { get; private set; }

    internal string Text { get; private set; } = "";

    internal OnnxTensor? Tensor { get; private set; }

    internal IReadOnlyList<float> Singles => _singles;

    internal IReadOnlyList<long> Integers => _integers;

    internal IReadOnlyList<string> Texts => _texts;

    internal static OnnxAttribute Read(WireReader reader)
    {
        var attribute = new OnnxAttribute();
        long outer = reader.Enter();
        while (reader.Next(out int field))
        {
            switch (field)
            {
                case 1:
                    attribute.Name = reader.Text();
                    break;
                case 2:
                    attribute.Single = reader.Single();
                    break;
                case 3:
                    attribute.Integer = reader.Int64();
                    break;
                case 4:
                    attribute.Text = reader.Text();
                    break;
                case 5:
                    attribute.Tensor = OnnxTensor.Read(reader);
                    break;
                case 7:
                    reader.AddSingles(attribute._singles);
                    break;
                case 8:
                    reader.AddInt64(attribute._integers);
                    break;
                case 9:
                    attribute._texts.Add(reader.Text());
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }
        reader.Leave(outer);
        return attribute;
    }
}
