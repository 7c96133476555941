using System.Buffers.Binary;
using System.Text.Json;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Storage.Tensors;

/// <summary>Reads the safetensors format, strictly: known types, no overlap, no gap, no byte left over.</summary>
internal sealed class SafetensorsFile
{
    private const int MaxDimensions = 8;

    private readonly Dictionary<string, (SafetensorsEntry Entry, ReadOnlyMemory<byte> Data)> _tensors = new(StringComparer.Ordinal);

    private SafetensorsFile() { }

    /// <summary>A file without tensors.</summary>
    internal static SafetensorsFile Empty { get; } = new();

    /// <summary>The names of the tensors.</summary>
    internal IReadOnlyCollection<string> Names => _tensors.Keys;

    /// <summary>A tensor's type and shape, and its data; false where the file has none of that name.</summary>
    internal bool TryGet(string name, out SafetensorsEntry entry, out ReadOnlyMemory<byte> data)
    {
        bool found = _tensors.TryGetValue(name, out (SafetensorsEntry Entry, ReadOnlyMemory<byte> Data) tensor);
        (entry, data) = found ? tensor : (null!, default);
        return found;
    }

    /// <summary>Reads a file that lies in memory; its tensors are views of it.</summary>
    /// <exception cref="ContentException">The content is not what the format says; the message tells where.</exception>
    internal static SafetensorsFile Parse(ReadOnlyMemory<byte> content)
    {
        if (content.Length < sizeof(ulong))
            throw new ContentException("it is shorter than its header's length field.");
        ulong headerLength = BinaryPrimitives.ReadUInt64LittleEndian(content.Span);
        if (headerLength > ArchiveLimitsOf(content.Length))
            throw new ContentException(FormattableString.Invariant($"its header claims {headerLength:N0} bytes."));
        ReadOnlyMemory<byte> header = content.Slice(sizeof(ulong), (int)headerLength);
        var file = new SafetensorsFile();
        try
        {
            using JsonDocument document = JsonDocument.Parse(header, new JsonDocumentOptions { MaxDepth = 8 });
            file.ReadHeader(document.RootElement, content[(sizeof(ulong) + (int)headerLength)..]);
        }
        catch (JsonException e)
        {
            throw new ContentException($"its header is wrong: {JsonFault.Place(e)}", e);
        }
        return file;
    }

    private static ulong ArchiveLimitsOf(int length) =>
        (ulong)Math.Min(Archive.ArchiveLimits.SafetensorsHeaderBytes, length - sizeof(ulong));

    private void ReadHeader(JsonElement header, ReadOnlyMemory<byte> data)
    {
        if (header.ValueKind != JsonValueKind.Object)
            throw new ContentException("its header is not an object.");
        var places = new List<(long Start, long End)>();
        foreach (JsonProperty tensor in header.EnumerateObject())
        {
            if (tensor.Name == "__metadata__")
                continue;
            (SafetensorsEntry entry, long start) = ReadEntry(tensor, data.Length);
            places.Add((start, start + entry.Bytes));
            if (!_tensors.TryAdd(tensor.Name, (entry, data.Slice((int)start, (int)entry.Bytes))))
                throw new ContentException($"it has the tensor '{StorageErrors.Printable(tensor.Name)}' twice.");
        }
        long end = 0;
        foreach ((long start, long stop) in places.OrderBy(p => p.Start).ThenBy(p => p.End))
        {
            if (start != end)
                throw new ContentException("its tensors overlap or leave a gap.");
            end = stop;
        }
        if (end != data.Length)
            throw new ContentException(FormattableString.Invariant($"its tensors take {end:N0} of its {data.Length:N0} bytes of data."));
    }

    private static (SafetensorsEntry Entry, long Start) ReadEntry(JsonProperty tensor, long available)
    {
        string name = StorageErrors.Printable(tensor.Name);
        if (
            tensor.Value.ValueKind != JsonValueKind.Object
            || tensor.Value.EnumerateObject().Count() != 3
            || !tensor.Value.TryGetProperty("dtype", out JsonElement type)
            || type.ValueKind != JsonValueKind.String
            || !tensor.Value.TryGetProperty("shape", out JsonElement shape)
            || shape.ValueKind != JsonValueKind.Array
            || !tensor.Value.TryGetProperty("data_offsets", out JsonElement offsets)
            || offsets.ValueKind != JsonValueKind.Array
            || shape.GetArrayLength() > MaxDimensions
            || offsets.GetArrayLength() != 2
        )
            throw new ContentException($"its header does not describe the tensor '{name}' as the format says.");
        int elementBytes = SafetensorsEntry.ElementBytes(type.GetString()!);
        if (elementBytes == 0)
            throw new ContentException($"the tensor '{name}' has a type that model files do not use.");
        long bytes = elementBytes;
        var sizes = new List<long>();
        foreach (JsonElement size in shape.EnumerateArray())
        {
            if (
                size.ValueKind != JsonValueKind.Number
                || !size.TryGetInt64(out long value)
                || value < 0
                || (value > 0 && bytes > available / value)
            )
                throw new ContentException($"the shape of the tensor '{name}' does not fit the file.");
            bytes *= value;
            sizes.Add(value);
        }
        if (
            offsets[0].ValueKind != JsonValueKind.Number
            || !offsets[0].TryGetInt64(out long start)
            || offsets[1].ValueKind != JsonValueKind.Number
            || !offsets[1].TryGetInt64(out long stop)
            || start < 0
            || stop < start
            || stop > available
            || stop - start != bytes
        )
            throw new ContentException($"the place of the tensor '{name}' lies outside of the file or does not fit its shape.");
        return (new SafetensorsEntry(type.GetString()!, sizes, bytes), start);
    }
}
