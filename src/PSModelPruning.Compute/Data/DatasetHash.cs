using System.Runtime.InteropServices;
using System.Security.Cryptography;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Data;

/// <summary>
/// The hash of prepared data: SHA-256 over the sizes of the partitions and the SHA-256 of every piece of 4 MB of the targets and inputs,
/// so that the pieces are hashed on all cores.
/// </summary>
internal static class DatasetHash
{
    private const int PieceFloats = 1 << 20;

    internal static string Of(float[] inputs, float[] targets, params int[] sizes)
    {
        int inputPieces = (inputs.Length + PieceFloats - 1) / PieceFloats;
        int targetPieces = (targets.Length + PieceFloats - 1) / PieceFloats;
        var digests = new byte[(inputPieces + targetPieces) * SHA256.HashSizeInBytes];
        CoreLoop.Run(inputPieces + targetPieces, piece =>
        {
            float[] source = piece < inputPieces ? inputs : targets;
            int start = (piece < inputPieces ? piece : piece - inputPieces) * PieceFloats;
            ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(source.AsSpan(start, Math.Min(PieceFloats, source.Length - start)));
            SHA256.HashData(bytes, digests.AsSpan(piece * SHA256.HashSizeInBytes, SHA256.HashSizeInBytes));
        });
        using IncrementalHash whole = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        whole.AppendData(MemoryMarshal.AsBytes<int>(sizes));
        whole.AppendData(digests);
        return Convert.ToHexString(whole.GetHashAndReset()).ToLowerInvariant();
    }
}
