namespace PSModelPruning.Compute.Data;

/// <summary>The checksum of zip archives: the CRC of ISO 3309 with the reflected polynomial 0xEDB88320.</summary>
internal sealed class Crc32
{
    private static readonly uint[] Table = MakeTable();
    private uint _state = uint.MaxValue;

    /// <summary>The checksum of what was added so far.</summary>
    internal uint Value => ~_state;

    internal void Add(ReadOnlySpan<byte> bytes)
    {
        uint state = _state;
        foreach (byte b in bytes)
            state = Table[(byte)(state ^ b)] ^ state >> 8;
        _state = state;
    }

    private static uint[] MakeTable()
    {
        var table = new uint[256];
        for (uint i = 0; i < table.Length; i++)
        {
            uint value = i;
            for (int bit = 0; bit < 8; bit++)
                value = (value & 1) != 0 ? value >> 1 ^ 0xEDB88320 : value >> 1;
            table[i] = value;
        }
        return table;
    }
}
