using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PSModelPruning.Compute.Data;

/// <summary>
/// Rows of bytes, such as images, at a quarter of the memory: a byte becomes the input that a table says when its row is read. The bytes
/// stay in the blocks and in the order in which they were read from their files.
/// </summary>
/// <param name="blocks">The bytes, whole rows in every block.</param>
/// <param name="rowsPerBlock">Rows of every block but the last.</param>
/// <param name="places">For each row of the store, its place in the blocks. A place may serve several rows.</param>
/// <param name="tables">The input of each byte, 256 for every plane of a row.</param>
/// <param name="plane">Bytes of a plane; a row has as many planes as there are tables.</param>
internal sealed class ByteStore(IReadOnlyList<byte[]> blocks, int rowsPerBlock, int[] places, float[][] tables, int plane)
    : RowStore(places.Length, plane * tables.Length)
{
    private readonly byte[][] _blocks = [.. blocks];

    internal override void Read(int first, int count, Span<float> output)
    {
        for (int i = 0; i < count; i++)
            ReadRow(first + i, output.Slice(i * Width, Width));
    }

    internal override void ReadColumn(int first, ReadOnlySpan<int> rows, int input, Span<float> output)
    {
        float[] table = tables[input / plane];
        for (int i = 0; i < rows.Length; i++)
            output[i] = table[Row(first + rows[i])[input]];
    }

    private ReadOnlySpan<byte> Row(int row)
    {
        int place = places[row];
        return _blocks[place / rowsPerBlock].AsSpan(place % rowsPerBlock * Width, Width);
    }

    private void ReadRow(int row, Span<float> output)
    {
        ReadOnlySpan<byte> bytes = Row(row);
        for (int channel = 0; channel < tables.Length; channel++)
            Look(
                bytes.Slice(channel * plane, plane),
                ref MemoryMarshal.GetArrayDataReference(tables[channel]),
                output[(channel * plane)..]
            );
    }

    /// <summary>Looks every byte up in a table of 256 numbers, which no byte is outside of.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Look(ReadOnlySpan<byte> bytes, ref float table, Span<float> output)
    {
        output = output[..bytes.Length];
        int i = 0;
        for (; i + 4 <= bytes.Length; i += 4)
        {
            uint four = MemoryMarshal.Read<uint>(bytes[i..]);
            Span<float> to = output.Slice(i, 4);
            to[0] = Unsafe.Add(ref table, (nint)(byte)four);
            to[1] = Unsafe.Add(ref table, (nint)(byte)(four >> 8));
            to[2] = Unsafe.Add(ref table, (nint)(byte)(four >> 16));
            to[3] = Unsafe.Add(ref table, (nint)(four >> 24));
        }
        for (; i < bytes.Length; i++)
            output[i] = Unsafe.Add(ref table, (nint)bytes[i]);
    }
}
