namespace PSModelPruning.Compute.Storage.Onnx.Wire;

/// <summary>How a field of a protocol buffer is written. The groups of old files, 3 and 4, are not among them: ONNX has none.</summary>
internal enum WireType
{
    Varint = 0,
    Fixed64 = 1,
    Bytes = 2,
    Fixed32 = 5,
}
