namespace PSModelPruning.Compute.Networks.Packing;

/// <summary>Lists every way to store positions. To add one, add its class beside this file and a line here.</summary>
internal static class PositionCodingCatalog
{
    /// <summary>All of them; the first is what files mean that name none.</summary>
    internal static IReadOnlyList<PositionCoding> All { get; } = [new BitPositions(), new DensityPositions(), new NeighborPositions()];

    /// <summary>The coding of a name in a file; null where there is none of that name.</summary>
    internal static PositionCoding? Find(string? name) => name is null ? All[0] : All.FirstOrDefault(coding => coding.Name == name);

    /// <summary>The smallest form of positions.</summary>
    internal static (PositionCoding Coding, byte[] Data) Smallest(byte[] bits, PositionShape shape) =>
        All.Select(coding => (Coding: coding, Data: coding.Encode(bits, shape))).MinBy(form => form.Data.Length);
}
