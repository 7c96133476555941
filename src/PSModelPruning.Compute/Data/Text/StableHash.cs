using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace PSModelPruning.Compute.Data;

/// <summary>
/// A hash of text that is the same on every machine and in every version: the first four bytes of SHA-256 of its UTF-8 form.
/// </summary>
internal static class StableHash
{
    /// <summary>The bucket of a text, 0 to <paramref name="buckets"/> - 1.</summary>
    internal static int Bucket(string text, int buckets)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), digest);
        return (int)(BinaryPrimitives.ReadUInt32LittleEndian(digest) % (uint)buckets);
    }
}
