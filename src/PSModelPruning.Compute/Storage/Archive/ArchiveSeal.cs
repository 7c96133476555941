using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace PSModelPruning.Compute.Storage.Archive;

/// <summary>
/// The archive's comment: <c>sha256:</c> and the SHA-256 of every byte before it, so that a change to the archive's own book-keeping is
/// seen too. An archive without a comment (packed anew by another tool) is still checked part by part.
/// </summary>
internal static class ArchiveSeal
{
    private const string Prefix = "sha256:";
    private const int HashCharacters = 64;
    private const int EndRecordBytes = 22;
    private const uint EndRecordSignature = 0x06054b50;

    /// <summary>A comment of the right length, to be replaced by <see cref="Write"/>.</summary>
    internal static string Placeholder { get; } = Prefix + new string('0', HashCharacters);

    /// <summary>Replaces the placeholder at the end of a finished archive.</summary>
    internal static void Write(Stream archive)
    {
        long end = archive.Length - Placeholder.Length;
        string hash = HashOf(archive, end);
        archive.Position = end;
        archive.Write(Encoding.ASCII.GetBytes(Prefix + hash));
    }

    /// <summary>Checks the seal of an archive.</summary>
    /// <exception cref="ComputeException"><c>ModelFileTampered</c>.</exception>
    internal static void Verify(Stream archive, string comment, string file)
    {
        if (comment.Length == 0)
            return;
        if (comment != Prefix + HashOf(archive, Math.Max(0, archive.Length - Placeholder.Length)))
            throw StorageErrors.Tampered(file, $"its bytes do not have the checksum at its end.");
    }

    /// <summary>Looks at the archive's end record, and refuses before its list of entries is read: too many entries, or none.</summary>
    /// <exception cref="ComputeException"><c>ModelFileCorrupt</c>: there is no end record where it must be (a truncated file).
    /// <c>ModelFileTooLarge</c>: it claims too many entries.</exception>
    internal static void CheckEndRecord(Stream archive, string file)
    {
        byte[] tail = new byte[(int)Math.Min(archive.Length, EndRecordBytes + ushort.MaxValue)];
        archive.Position = archive.Length - tail.Length;
        archive.ReadExactly(tail);
        for (int at = tail.Length - EndRecordBytes; at >= 0; at--)
        {
            ReadOnlySpan<byte> record = tail.AsSpan(at);
            if (
                BinaryPrimitives.ReadUInt32LittleEndian(record) != EndRecordSignature
                || BinaryPrimitives.ReadUInt16LittleEndian(record[20..]) != record.Length - EndRecordBytes
            )
                continue;
            int entries = BinaryPrimitives.ReadUInt16LittleEndian(record[10..]);
            uint directoryBytes = BinaryPrimitives.ReadUInt32LittleEndian(record[12..]);
            uint directoryStart = BinaryPrimitives.ReadUInt32LittleEndian(record[16..]);
            if (entries > ArchiveLimits.Entries || directoryBytes > ArchiveLimits.DirectoryBytes)
                throw StorageErrors.TooLarge(file, $"it claims {entries} entries; a model file has at most {ArchiveLimits.Entries}.");
            if (directoryStart + (long)directoryBytes > archive.Length - tail.Length + at)
                throw StorageErrors.Corrupt(file, "its list of entries lies outside of it.");
            return;
        }
        throw StorageErrors.Corrupt(file, "its end is missing.");
    }

    private static string HashOf(Stream stream, long length)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(1 << 16);
        try
        {
            stream.Position = 0;
            for (long left = length; left > 0; )
            {
                int read = stream.Read(buffer, 0, (int)Math.Min(left, buffer.Length));
                if (read == 0)
                    break;
                hash.AppendData(buffer, 0, read);
                left -= read;
            }
            return Convert.ToHexString(hash.GetHashAndReset()).ToLowerInvariant();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
