using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using PSModelPruning.Compute.Runtime;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Training.Checkpoints;

/// <summary>
/// The file of a checkpoint: 8 bytes "PSMPCKP1", the length of the header (int64), the header (JSON), the tensors one after the other
/// (float32, little-endian), and the SHA-256 of everything before. Holds nothing that could be executed; is checked whole before
/// anything of it is used; is written beside its place and moved there.
/// </summary>
internal static class CheckpointFile
{
    private const int MaximumHeader = 64 << 20;
    private const int Preamble = 16;
    private static readonly byte[] Magic = "PSMPCKP1"u8.ToArray();

    /// <summary>How a header is written and read.</summary>
    internal static readonly JsonSerializerOptions Json = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    /// <summary>Writes a checkpoint in the place of the one before, which stays where this fails.</summary>
    /// <exception cref="ComputeException"><c>FileExists</c>: the file of that name is no checkpoint. Also the errors of
    /// <see cref="AtomicFile"/>.</exception>
    internal static void Write(string path, CheckpointState state, IReadOnlyList<Tensor> tensors)
    {
        AtomicFile.CheckTarget(path, overwrite: true);
        if (File.Exists(path) && !IsCheckpoint(path))
            throw FileErrors.NotCheckpoint(path);
        AtomicFile.Write(path, overwrite: true, stream =>
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            byte[] header = JsonSerializer.SerializeToUtf8Bytes(state, Json);
            var preamble = new byte[Preamble];
            Magic.CopyTo(preamble, 0);
            BinaryPrimitives.WriteInt64LittleEndian(preamble.AsSpan(8), header.Length);
            Append(preamble);
            Append(header);
            foreach (Tensor tensor in tensors)
                Append(tensor.bytes);
            stream.Write(hash.GetHashAndReset());

            void Append(ReadOnlySpan<byte> bytes)
            {
                stream.Write(bytes);
                hash.AppendData(bytes);
            }
        });
    }

    /// <summary>Whether a file begins as checkpoints do. An empty file, which holds nothing to lose, counts as one.</summary>
    private static bool IsCheckpoint(string path)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            var beginning = new byte[Magic.Length];
            int read = file.ReadAtLeast(beginning, beginning.Length, throwOnEndOfStream: false);
            return read == 0 || beginning.AsSpan(0, read).SequenceEqual(Magic);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw TrainingErrors.CheckpointUnreadable(path, e);
        }
    }

    /// <summary>Reads a checkpoint.</summary>
    /// <param name="path">The file.</param>
    /// <param name="prepare">Is given the state and returns the tensors to fill, in the order of
    /// <see cref="CheckpointState.Tensors"/>.</param>
    /// <exception cref="ComputeException"><c>CheckpointNotFound</c>, <c>CheckpointUnreadable</c> or <c>CheckpointDamaged</c>.</exception>
    internal static void Read(string path, Func<CheckpointState, IReadOnlyList<Tensor>> prepare)
    {
        if (!File.Exists(path))
            throw TrainingErrors.CheckpointNotFound(path);
        if (UnixFile.IsSpecial(path))
            throw FileErrors.NotRegular(path);
        try
        {
            using FileStream file = File.OpenRead(path);
            CheckpointState state = ReadState(path, file);
            long tensors = file.Position;
            Verify(path, file);
            file.Position = tensors;
            foreach (Tensor tensor in prepare(state))
                file.ReadExactly(tensor.bytes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw TrainingErrors.CheckpointUnreadable(path, e);
        }
    }

    private static CheckpointState ReadState(string path, FileStream file)
    {
        var preamble = new byte[Preamble];
        if (
            file.Length < Preamble + SHA256.HashSizeInBytes
            || file.ReadAtLeast(preamble, Preamble, false) < Preamble
            || !preamble.AsSpan(0, 8).SequenceEqual(Magic)
        )
            throw TrainingErrors.CheckpointDamaged(path, $"it is not a checkpoint of {Operation.TrainModel} or {Operation.PruneModel}");
        long length = BinaryPrimitives.ReadInt64LittleEndian(preamble.AsSpan(8));
        if (length < 2 || length > MaximumHeader || length > file.Length - Preamble - SHA256.HashSizeInBytes)
            throw TrainingErrors.CheckpointDamaged(path, $"its header claims {length} bytes");
        var header = new byte[length];
        file.ReadExactly(header);
        try
        {
            CheckpointState? state = JsonSerializer.Deserialize<CheckpointState>(header, Json);
            if (
                state is not { Fingerprint: not null, History: not null, Tensors: not null }
                || state.Tensors.Any(t => t?.Name is null)
                || state.History.Any(e => e is null)
            )
                throw new JsonException("The header lacks a part.");
            Int128 numbers = 0;
            foreach (CheckpointTensor tensor in state.Tensors)
                numbers += tensor.Count >= 0 ? tensor.Count : throw new JsonException("A tensor has a negative size.");
            if (numbers * sizeof(float) != file.Length - Preamble - length - SHA256.HashSizeInBytes)
                throw TrainingErrors.CheckpointDamaged(path, "its length does not agree with its header");
            return state;
        }
        catch (JsonException e)
        {
            throw TrainingErrors.CheckpointDamaged(path, "its header cannot be read", e);
        }
    }

    private static void Verify(string path, FileStream file)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 16];
        file.Position = 0;
        for (long left = file.Length - SHA256.HashSizeInBytes; left > 0; )
        {
            int read = (int)Math.Min(buffer.Length, left);
            file.ReadExactly(buffer, 0, read);
            hash.AppendData(buffer, 0, read);
            left -= read;
        }
        var stored = new byte[SHA256.HashSizeInBytes];
        file.ReadExactly(stored);
        if (!hash.GetHashAndReset().AsSpan().SequenceEqual(stored))
            throw TrainingErrors.CheckpointDamaged(path, "its checksum is wrong");
    }
}
