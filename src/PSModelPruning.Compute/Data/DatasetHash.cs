using System.Buffers;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Data;

/// <summary>
/// The hash of prepared data: SHA-256 over the sizes of the partitions and the SHA-256 of every piece of 4 MB of the targets and inputs,
/// so that the pieces are hashed on all cores. It does not depend on where the rows lie.
/// </summary>
internal static class DatasetHash
{
    private const int PieceFloats = 1 << 20;

    internal static string Of(RowStore inputs, float[] targets, params int[] sizes) => Of(inputs, targets, 0, sizes);

    /// <summary>The hash where the targets are counted from an offset.</summary>
    internal static string Of(RowStore inputs, float[] targets, double targetOffset, int[] sizes)
    {
        long numbers = (long)inputs.RowCount * inputs.Width;
        int inputPieces = checked((int)((numbers + PieceFloats - 1) / PieceFloats));
        int targetPieces = (targets.Length + PieceFloats - 1) / PieceFloats;
        var digests = new byte[checked((inputPieces + targetPieces) * SHA256.HashSizeInBytes)];
        CoreLoop.Run(inputPieces + targetPieces, piece =>
        {
            Span<byte> digest = digests.AsSpan(piece * SHA256.HashSizeInBytes, SHA256.HashSizeInBytes);
            long start = (long)(piece < inputPieces ? piece : piece - inputPieces) * PieceFloats;
            if (piece < inputPieces)
                HashInputs(inputs, start, (int)Math.Min(PieceFloats, numbers - start), digest);
            else
                Hash(targets.AsSpan((int)start, (int)Math.Min(PieceFloats, targets.Length - start)), digest);
        });
        using IncrementalHash whole = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        whole.AppendData(MemoryMarshal.AsBytes<int>(sizes));
        whole.AppendData(digests);
        if (targetOffset != 0)
            whole.AppendData(BitConverter.GetBytes(targetOffset));
        return Convert.ToHexString(whole.GetHashAndReset()).ToLowerInvariant();
    }

    /// <summary>Hashes a piece of the inputs, which need not begin or end with a row.</summary>
    private static void HashInputs(RowStore inputs, long start, int count, Span<byte> digest)
    {
        int first = (int)(start / inputs.Width),
            rows = (int)((start + count - 1) / inputs.Width) - first + 1,
            skipped = (int)(start - (long)first * inputs.Width);
        if (inputs.TryGetRows(first, rows, out ReadOnlyMemory<float> whole))
        {
            Hash(whole.Span.Slice(skipped, count), digest);
            return;
        }
        float[] buffer = ArrayPool<float>.Shared.Rent(rows * inputs.Width);
        inputs.Read(first, rows, buffer);
        Hash(buffer.AsSpan(skipped, count), digest);
        ArrayPool<float>.Shared.Return(buffer);
    }

    private static void Hash(ReadOnlySpan<float> numbers, Span<byte> digest) => SHA256.HashData(MemoryMarshal.AsBytes(numbers), digest);
}
