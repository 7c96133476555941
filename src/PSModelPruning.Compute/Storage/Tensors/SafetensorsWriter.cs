using System.Buffers.Binary;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace PSModelPruning.Compute.Storage.Tensors;

/// <summary>
/// Writes the safetensors format: an unsigned 64-bit little-endian length, a JSON header of that length (padded with spaces to a multiple
/// of 8) that gives every tensor's type, shape and place, and the data without gaps, in the header's order.
/// </summary>
/// <remarks>Specification: huggingface/safetensors, README "Format" (2022).</remarks>
internal sealed class SafetensorsWriter
{
    private readonly List<(string Name, SafetensorsEntry Entry, Action<Stream> Write)> _tensors = [];

    /// <summary>True where no tensor was added.</summary>
    internal bool IsEmpty => _tensors.Count == 0;

    /// <summary>Adds a tensor.</summary>
    /// <param name="name">Unique in the file.</param>
    /// <param name="entry">Its type and shape.</param>
    /// <param name="write">Writes exactly the bytes that the entry says, when the file is written.</param>
    internal void Add(string name, SafetensorsEntry entry, Action<Stream> write) => _tensors.Add((name, entry, write));

    /// <summary>Writes the file.</summary>
    internal void WriteTo(Stream stream)
    {
        byte[] header = Header();
        Span<byte> length = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
        stream.Write(length);
        stream.Write(header);
        foreach ((_, _, Action<Stream> write) in _tensors)
            write(stream);
    }

    private byte[] Header()
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            long offset = 0;
            foreach ((string name, SafetensorsEntry entry, _) in _tensors)
            {
                json.WriteStartObject(name);
                json.WriteString("dtype", entry.Type);
                WriteArray(json, "shape", entry.Shape);
                WriteArray(json, "data_offsets", [offset, offset + entry.Bytes]);
                json.WriteEndObject();
                offset += entry.Bytes;
            }
            json.WriteEndObject();
        }
        while (buffer.Length % 8 != 0)
            buffer.WriteByte((byte)' ');
        return buffer.ToArray();
    }

    private static void WriteArray(Utf8JsonWriter json, string name, IReadOnlyList<long> values)
    {
        json.WriteStartArray(name);
        foreach (long value in values)
            json.WriteNumberValue(value);
        json.WriteEndArray();
    }
}
