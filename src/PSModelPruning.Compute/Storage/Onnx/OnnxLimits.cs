namespace PSModelPruning.Compute.Storage.Onnx;

/// <summary>What an ONNX file may hold. Real files stay far below.</summary>
internal static class OnnxLimits
{
    /// <summary>Messages within messages.</summary>
    internal const int Depth = 64;

    /// <summary>Messages of any kind: nodes, attributes, tensors, dimensions.</summary>
    internal const long Messages = 4_000_000;

    /// <summary>Nodes of all graphs.</summary>
    internal const int Nodes = 100_000;

    /// <summary>Nodes of all trees, those included that a condition on equality becomes.</summary>
    internal const int TreeNodes = 10_000_000;

    /// <summary>Inputs of a row.</summary>
    internal const int Columns = 1_000_000;

    /// <summary>Inputs of a row where the model reads more than the file declares.</summary>
    internal const int UndeclaredColumns = 65_536;

    internal const int FirstIr = 3;
    internal const int LastIr = 13;
    internal const int FirstOpset = 6;
    internal const int LastOpset = 26;
    internal const int FirstMlOpset = 1;
    internal const int LastMlOpset = 5;
}
