using System.Buffers.Binary;
using System.Globalization;
using PSModelPruning.Compute.Storage.Onnx.Documents;

namespace PSModelPruning.Compute.Storage.Onnx;

/// <summary>
/// Reads the numbers of tensors: of those in an ONNX file, and of those that lie in another file of the same folder.
/// </summary>
/// <param name="file">The path of the ONNX file.</param>
internal sealed class OnnxNumbers(string file)
{
    /// <summary>The numbers, exact for every type up to float64 except integers above 2^53.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="what">What it is for, for errors.</param>
    /// <exception cref="ComputeException">The tensor is damaged, of a type without numbers, or its file is missing.</exception>
    internal double[] Doubles(OnnxTensor tensor, string what)
    {
        int count = Count(tensor, what);
        if (tensor.IsExternal || tensor.External.Count > 0 || tensor.Raw is not null)
            return FromBytes(tensor, tensor.Raw ?? External(tensor, what), count, what);
        return tensor.Type switch
        {
            OnnxType.Single => Checked(tensor.Singles, count, what, value => value),
            OnnxType.Double => Checked(tensor.Doubles, count, what, value => value),
            OnnxType.Half => Checked(tensor.Integers, count, what, bits => (double)BitConverter.UInt16BitsToHalf((ushort)bits)),
            OnnxType.UInt64 => Checked(tensor.Integers, count, what, value => (double)(ulong)value),
            _ when Size(tensor.Type) > 0 => Checked(tensor.Integers, count, what, value => (double)value),
            _ => throw TypeUnsupported(tensor, what),
        };
    }

    /// <summary>The integers.</summary>
    internal long[] Integers(OnnxTensor tensor, string what)
    {
        if (
            tensor.Type
            is not (
                OnnxType.Int64
                or OnnxType.Int32
                or OnnxType.Int16
                or OnnxType.Int8
                or OnnxType.UInt8
                or OnnxType.UInt16
                or OnnxType.UInt32
                or OnnxType.Boolean
            )
        )
            throw TypeUnsupported(tensor, what);
        return Array.ConvertAll(Doubles(tensor, what), value => (long)value);
    }

    private int Count(OnnxTensor tensor, string what)
    {
        long count = 1;
        foreach (long size in tensor.Shape)
        {
            if (size < 0 || (size > 0 && count > Array.MaxLength / sizeof(double) / size))
                throw OnnxErrors.Corrupt(file, $"{what} has an impossible shape with an axis of {size:N0}.");
            count *= size;
        }
        return (int)count;
    }

    private double[] Checked<T>(IReadOnlyList<T> numbers, int count, string what, Func<T, double> convert)
    {
        CheckLength(numbers.Count, count, what);
        var values = new double[count];
        for (int i = 0; i < count; i++)
            values[i] = convert(numbers[i]);
        return values;
    }

    private void CheckLength(long given, long count, string what)
    {
        if (given != count)
            throw OnnxErrors.Corrupt(file, $"{what} holds {given:N0} numbers, and its shape {count:N0}.");
    }

    private double[] FromBytes(OnnxTensor tensor, byte[] bytes, int count, string what)
    {
        int size = Size(tensor.Type);
        if (size == 0)
            throw TypeUnsupported(tensor, what);
        if (bytes.Length != (long)count * size)
            throw OnnxErrors.Corrupt(file, $"{what} holds {bytes.Length:N0} bytes, and its shape {(long)count * size:N0}.");
        var values = new double[count];
        for (int i = 0; i < count; i++)
            values[i] = Number(tensor.Type, bytes.AsSpan(i * size, size));
        return values;
    }

    private static int Size(OnnxType type) =>
        type switch
        {
            OnnxType.UInt8 or OnnxType.Int8 or OnnxType.Boolean => 1,
            OnnxType.UInt16 or OnnxType.Int16 or OnnxType.Half => 2,
            OnnxType.Single or OnnxType.Int32 or OnnxType.UInt32 => 4,
            OnnxType.Double or OnnxType.Int64 or OnnxType.UInt64 => 8,
            _ => 0,
        };

    private static double Number(OnnxType type, ReadOnlySpan<byte> bytes) =>
        type switch
        {
            OnnxType.UInt8 or OnnxType.Boolean => bytes[0],
            OnnxType.Int8 => (sbyte)bytes[0],
            OnnxType.UInt16 => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
            OnnxType.Int16 => BinaryPrimitives.ReadInt16LittleEndian(bytes),
            OnnxType.Half => (double)BinaryPrimitives.ReadHalfLittleEndian(bytes),
            OnnxType.Single => BinaryPrimitives.ReadSingleLittleEndian(bytes),
            OnnxType.Int32 => BinaryPrimitives.ReadInt32LittleEndian(bytes),
            OnnxType.UInt32 => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
            OnnxType.Double => BinaryPrimitives.ReadDoubleLittleEndian(bytes),
            OnnxType.Int64 => BinaryPrimitives.ReadInt64LittleEndian(bytes),
            _ => BinaryPrimitives.ReadUInt64LittleEndian(bytes),
        };

    /// <summary>The bytes of a tensor that lie in another file, which must be a plain file beside this one.</summary>
    private byte[] External(OnnxTensor tensor, string what)
    {
        Dictionary<string, string> entries = [];
        foreach (OnnxEntry entry in tensor.External)
            entries[entry.Key] = entry.Value;
        string location = entries.GetValueOrDefault("location", "");
        if (
            location.Length == 0
            || location is "." or ".."
            || location.AsSpan().ContainsAny('/', '\\', ':')
            || location.Contains('\0', StringComparison.Ordinal)
        )
            throw OnnxErrors.ExternalUnsafe(file, location);
        var info = new FileInfo(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(file))!, location));
        if (!info.Exists)
            throw OnnxErrors.ExternalMissing(file, location);
        // A link may lead out of the folder.
        if (info.LinkTarget is not null)
            throw OnnxErrors.ExternalUnsafe(file, location);
        long offset = Entry(entries, "offset", 0, what),
            wanted = Count(tensor, what) * (long)Size(tensor.Type),
            length = Entry(entries, "length", wanted, what);
        if (length != wanted || offset > info.Length || length > info.Length - offset)
            throw OnnxErrors.Corrupt(
                file,
                $"{what} should be {wanted:N0} bytes from byte {offset:N0} of '{location}', which has {info.Length:N0}; its length is "
                    + $"told as {length:N0}."
            );
        byte[] bytes = new byte[length];
        using var stream = new FileStream(info.FullName, FileMode.Open, FileAccess.Read, FileShare.Read);
        stream.Position = offset;
        stream.ReadExactly(bytes);
        return bytes;
    }

    private long Entry(Dictionary<string, string> entries, string name, long otherwise, string what) =>
        !entries.TryGetValue(name, out string? text) ? otherwise
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long value) ? value
        : throw OnnxErrors.Corrupt(file, $"{what} has the impossible {name} '{StorageErrors.Printable(text)}'.");

    private ComputeException TypeUnsupported(OnnxTensor tensor, string what) =>
        OnnxErrors.Unsupported(file, what, $"has numbers of the type {tensor.Type}.");
}
