namespace PSModelPruning.Compute.Storage.Onnx.Documents;

/// <summary>The types of the numbers of tensors (<c>TensorProto.DataType</c>).</summary>
internal enum OnnxType
{
    Undefined = 0,
    Single = 1,
    UInt8 = 2,
    Int8 = 3,
    UInt16 = 4,
    Int16 = 5,
    Int32 = 6,
    Int64 = 7,
    Text = 8,
    Boolean = 9,
    Half = 10,
    Double = 11,
    UInt32 = 12,
    UInt64 = 13,
}
