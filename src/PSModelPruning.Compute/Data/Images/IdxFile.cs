using System.Buffers.Binary;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Data;

/// <summary>
/// The head of an IDX file as LeCun's MNIST defines it: two zero bytes, the element type, the number of dimensions, then each dimension
/// as a big-endian 32-bit integer, then the elements. Only unsigned bytes (type 0x08) are read.
/// </summary>
internal sealed class IdxFile : IDisposable
{
    private const byte UnsignedByte = 0x08;

    private IdxFile(string path, Stream stream, IReadOnlyList<int> dimensions)
    {
        FilePath = path;
        Stream = stream;
        Dimensions = dimensions;
    }

    internal string FilePath { get; }

    /// <summary>The elements.</summary>
    internal Stream Stream { get; }

    /// <summary>Items first, then the sizes of an item.</summary>
    internal IReadOnlyList<int> Dimensions { get; }

    /// <summary>True where each item is one byte.</summary>
    internal bool IsLabels => Dimensions.Count == 1;

    /// <summary>Whether the first bytes are those of an IDX file.</summary>
    internal static bool IsMagic(ReadOnlySpan<byte> beginning) =>
        beginning.Length >= 4
        && beginning[0] == 0
        && beginning[1] == 0
        && beginning[2] is >= 0x08 and <= 0x0E and not 0x0A
        && beginning[3] is >= 1 and <= 4;

    /// <exception cref="ComputeException"><c>DataFileTruncated</c>, <c>DataFileMalformed</c>.</exception>
    internal static IdxFile Open(DataItem item)
    {
        string path = item.Path;
        Stream stream = item.Open();
        try
        {
            Span<byte> magic = stackalloc byte[4];
            ReadHead(stream, magic, path);
            if (!IsMagic(magic))
                throw DataErrors.NotIdx(path);
            if (magic[2] != UnsignedByte)
                throw DataErrors.IdxType(path, magic[2]);
            Span<byte> sizes = stackalloc byte[magic[3] * 4];
            ReadHead(stream, sizes, path);
            var dimensions = new int[magic[3]];
            long size = 1;
            for (int i = 0; i < dimensions.Length; i++)
            {
                dimensions[i] = BinaryPrimitives.ReadInt32BigEndian(sizes[(i * 4)..]);
                if (dimensions[i] < 0 || i > 0 && (dimensions[i] == 0 || (size *= dimensions[i]) > 1 << 26))
                    throw DataErrors.NotIdx(path);
            }
            if (dimensions[0] == 0)
                throw DataErrors.Empty(path);
            CheckLength(item, 4L + sizes.Length + dimensions[0] * size);
            return new IdxFile(path, stream, dimensions);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>What the head promises must be there, and there must be memory for it, before any of it is read.</summary>
    private static void CheckLength(DataItem item, long promised)
    {
        if (item.StoredLength is { } length && length < promised && !item.IsCompressed)
            throw DataErrors.Truncated(item.Path);
        if (MemoryBudget.IsTooMuch(promised))
            throw DataErrors.TooLargeForMemory(item.Path, promised);
    }

    public void Dispose() => Stream.Dispose();

    private static void ReadHead(Stream stream, Span<byte> buffer, string path)
    {
        int read = DataFile.Fill(stream, buffer, path);
        if (read < buffer.Length)
            throw read == 0 && buffer.Length == 4 ? DataErrors.Empty(path) : DataErrors.Truncated(path);
    }
}
