using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;

namespace PSModelPruning.Compute.Data;

/// <summary>
/// Gives every distinct UTF-8 text a code, counted from 0, without making a string of a text that is known. Open addressing, linear
/// probing.
/// </summary>
internal sealed class Utf8Interner
{
    private int[] _slots = new int[64];
    private uint[] _hashes = new uint[32];
    private int[] _ends = new int[32];
    private byte[] _bytes = new byte[512];

    /// <summary>Distinct texts so far.</summary>
    internal int Count { get; private set; }

    /// <summary>The code of a text, a new one for a new text.</summary>
    internal int Code(ReadOnlySpan<byte> text)
    {
        uint hash = Hash(text);
        int mask = _slots.Length - 1;
        int slot = (int)(hash & (uint)mask);
        while (_slots[slot] != 0)
        {
            int code = _slots[slot] - 1;
            if (_hashes[code] == hash && text.SequenceEqual(Bytes(code)))
                return code;
            slot = (slot + 1) & mask;
        }
        return Add(text, hash, slot);
    }

    /// <summary>The texts in the order of their codes.</summary>
    internal string[] Texts()
    {
        var texts = new string[Count];
        for (int code = 0; code < Count; code++)
            texts[code] = Encoding.UTF8.GetString(Bytes(code));
        return texts;
    }

    private ReadOnlySpan<byte> Bytes(int code)
    {
        int start = code == 0 ? 0 : _ends[code - 1];
        return _bytes.AsSpan(start, _ends[code] - start);
    }

    private int Add(ReadOnlySpan<byte> text, uint hash, int slot)
    {
        int code = Count++;
        int start = code == 0 ? 0 : _ends[code - 1];
        if (code == _ends.Length)
        {
            Array.Resize(ref _ends, code * 2);
            Array.Resize(ref _hashes, code * 2);
        }
        if (start + text.Length > _bytes.Length)
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, start + text.Length));
        text.CopyTo(_bytes.AsSpan(start));
        _ends[code] = start + text.Length;
        _hashes[code] = hash;
        _slots[slot] = code + 1;
        if (Count * 2 > _slots.Length)
            Grow();
        return code;
    }

    private void Grow()
    {
        var slots = new int[_slots.Length * 2];
        for (int code = 0; code < Count; code++)
        {
            int slot = (int)(_hashes[code] & (uint)(slots.Length - 1));
            while (slots[slot] != 0)
                slot = (slot + 1) & (slots.Length - 1);
            slots[slot] = code + 1;
        }
        _slots = slots;
    }

    private static uint Hash(ReadOnlySpan<byte> text)
    {
        ulong hash = (ulong)text.Length * 0x9E3779B97F4A7C15;
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(text);
        foreach (ulong word in words)
            hash = BitOperations.RotateLeft((hash ^ word) * 0x9FB21C651E98DF25, 29);
        foreach (byte rest in text[(words.Length * 8)..])
            hash = (hash ^ rest) * 0x100000001B3;
        hash ^= hash >> 32;
        return (uint)(hash * 0x9E3779B97F4A7C15 >> 32);
    }
}
