using System.IO.Compression;
using System.Runtime.InteropServices;
using PSModelPruning.Compute.Models.Neighbors;
using PSModelPruning.Compute.Networks.Packing;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Storage.Archive;
using PSModelPruning.Compute.Storage.Formats;
using PSModelPruning.Compute.Storage.Tensors;

namespace PSModelPruning.Compute.Storage.Codecs;

/// <summary>
/// Stores nearest neighbours: what decides as JSON, and in the safetensors parts the prototypes' inputs (packed where that is smaller) and
/// their targets, a number each or as few bytes of a class index as hold all classes, the lowest first.
/// </summary>
internal sealed class NeighborCodec : ModelCodec<NeighborModel>
{
    private const string Inputs = "prototypes";
    private const string Targets = "targets";

    /// <inheritdoc/>
    internal override string Family => "Neighbors";

    /// <inheritdoc/>
    internal override IReadOnlyList<string> PartNames =>
        [NeighborDocument.PartName, Storage.PartNames.Weights, Storage.PartNames.Positions];

    private protected override void Write(NeighborModel neighbors, ArchiveWriter archive, CancellationToken cancellation)
    {
        bool isPacked = neighbors.PackedBytes < neighbors.StoredBytes;
        archive.AddJson(
            NeighborDocument.PartName,
            new NeighborDocument
            {
                Neighbors = neighbors.Options.Neighbors,
                NearestOnly = neighbors.Options.NearestOnly,
                Weighting = neighbors.Weighting,
                Distance = neighbors.Distance,
                Prototypes = neighbors.Prototypes,
                Packing = isPacked ? TensorPacking.Packed : TensorPacking.Dense,
            },
            NeighborJson.Default.NeighborDocument
        );
        cancellation.ThrowIfCancellationRequested();
        var weights = new SafetensorsWriter();
        if (isPacked)
        {
            byte[] bits = BitPacking.Bits(neighbors.Inputs.Span);
            float[] nonzero = BitPacking.Nonzero(neighbors.Inputs.Span, (int)BitPacking.CountBits(bits));
            var positions = new SafetensorsWriter();
            positions.Add(Inputs, SafetensorsEntry.Of(SafetensorsEntry.UInt8, bits.Length), stream => stream.Write(bits));
            archive.Add(Storage.PartNames.Positions, CompressionLevel.Optimal, positions.WriteTo);
            weights.Add(Inputs, SafetensorsEntry.Of(SafetensorsEntry.Float32, nonzero.Length), stream =>
                stream.Write(MemoryMarshal.AsBytes(nonzero.AsSpan()))
            );
        }
        else
        {
            weights.Add(
                Inputs,
                SafetensorsEntry.Of(SafetensorsEntry.Float32, neighbors.Prototypes, neighbors.Preprocessing.Width),
                stream => stream.Write(MemoryMarshal.AsBytes(neighbors.Inputs.Span))
            );
        }
        AddTargets(neighbors, weights);
        archive.Add(Storage.PartNames.Weights, CompressionLevel.NoCompression, weights.WriteTo);
    }

    private protected override NeighborModel Read(
        ModelDescription description,
        ModelDocument document,
        ArchiveParts parts,
        CancellationToken cancellation
    )
    {
        NeighborDocument own = parts.Json(NeighborDocument.PartName, NeighborJson.Default.NeighborDocument);
        int width = description.Preprocessing.Width;
        if (own.Weighting is null || own.Distance is null)
            throw new ContentException("its description of the neighbours has empty members.");
        if (own.Neighbors < 1 || own.Prototypes < 1 || own.Prototypes > ArchiveLimits.Elements / width || !Enum.IsDefined(own.Packing))
            throw new ContentException("its number of neighbours or prototypes is impossible.");
        var options = new NeighborOptions
        {
            Neighbors = own.Neighbors,
            NearestOnly = own.NearestOnly,
            Weighting = NeighborWeightingCatalog.Get(own.Weighting),
            Distance = DistanceCatalog.Get(own.Distance).Name,
        };
        SafetensorsFile weights = SafetensorsFile.Parse(parts.Bytes(Storage.PartNames.Weights));
        if (!weights.Names.ToHashSet(StringComparer.Ordinal).SetEquals([Inputs, Targets]))
            throw new ContentException("its tensors are not those of nearest neighbours.");
        cancellation.ThrowIfCancellationRequested();
        float[] inputs =
            own.Packing == TensorPacking.Packed
                ? Unpack(weights, parts, own.Prototypes, width)
                : Numbers(weights, Inputs, own.Prototypes, width);
        float[] targets =
            description.Task == LearningTask.Regression
                ? Numbers(weights, Targets, own.Prototypes)
                : Classes(weights, own.Prototypes, description.Classes.Count);
        StoredNumbers.CheckFinite<float>(inputs, Inputs, Storage.PartNames.Weights);
        StoredNumbers.CheckFinite<float>(targets, Targets, Storage.PartNames.Weights);
        return new NeighborModel(description, inputs, targets, options);
    }

    private static void AddTargets(NeighborModel model, SafetensorsWriter weights)
    {
        ReadOnlySpan<float> targets = model.Targets.Span;
        if (model.Task == LearningTask.Regression)
        {
            weights.Add(Targets, SafetensorsEntry.Of(SafetensorsEntry.Float32, targets.Length), stream =>
                stream.Write(MemoryMarshal.AsBytes(model.Targets.Span))
            );
            return;
        }
        int bytes = NeighborSize.ClassBytes(model.Classes.Count);
        var classes = new byte[targets.Length * bytes];
        for (int i = 0; i < classes.Length; i++)
            classes[i] = (byte)((int)targets[i / bytes] >> 8 * (i % bytes));
        weights.Add(Targets, SafetensorsEntry.Of(SafetensorsEntry.UInt8, targets.Length, bytes), stream => stream.Write(classes));
    }

    private static float[] Classes(SafetensorsFile weights, int prototypes, int classes)
    {
        int bytes = NeighborSize.ClassBytes(classes);
        ReadOnlySpan<byte> data = Data(weights, Targets, SafetensorsEntry.UInt8, prototypes, bytes).Span;
        var targets = new float[prototypes];
        for (int i = 0; i < prototypes; i++)
        {
            int index = 0;
            for (int part = 0; part < bytes; part++)
                index |= data[i * bytes + part] << 8 * part;
            if (index >= classes)
                throw new ContentException("a prototype is of a class that the model does not have.");
            targets[i] = index;
        }
        return targets;
    }

    private static float[] Numbers(SafetensorsFile weights, string name, params long[] shape) =>
        MemoryMarshal.Cast<byte, float>(Data(weights, name, SafetensorsEntry.Float32, shape).Span).ToArray();

    private static float[] Unpack(SafetensorsFile weights, ArchiveParts parts, int prototypes, int width)
    {
        SafetensorsFile positions = SafetensorsFile.Parse(parts.Bytes(Storage.PartNames.Positions));
        long elements = (long)prototypes * width;
        ReadOnlySpan<byte> bits = Data(positions, Inputs, SafetensorsEntry.UInt8, BitPacking.BitBytes(elements)).Span;
        if (positions.Names.Count != 1 || !BitPacking.IsTailClear(bits, elements))
            throw new ContentException("the positions of its prototypes' numbers do not fit their shape.");
        if (MemoryBudget.IsTooMuch(elements * (double)sizeof(float)))
            throw StorageErrors.TooLarge(
                parts.File,
                FormattableString.Invariant(
                    $"its prototypes would take {elements * sizeof(float) / 1_000_000:N0} MB, more than half of the memory that is free."
                )
            );
        float[] nonzero = Numbers(weights, Inputs, BitPacking.CountBits(bits));
        var inputs = new float[elements];
        BitPacking.Unpack(bits, nonzero, inputs);
        return inputs;
    }

    private static ReadOnlyMemory<byte> Data(SafetensorsFile file, string name, string type, params long[] shape) =>
        file.TryGet(name, out SafetensorsEntry entry, out ReadOnlyMemory<byte> data)
        && entry.Type == type
        && entry.Shape.SequenceEqual(shape)
            ? data
            : throw new ContentException($"the tensor '{name}' does not have the type or shape that the model says.");
}
