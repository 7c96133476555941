using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using PSModelPruning.Compute.Data;

namespace PSModelPruning.Compute.Tests.Data;

/// <summary>
/// Rows in a mapped file. It overrides the least that a store has to, and shows that a store that owns a resource needs no change of those
/// that read rows.
/// </summary>
internal sealed class MappedStore : RowStore
{
    private readonly string _path = Path.GetTempFileName();
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;

    internal MappedStore(ReadOnlySpan<float> inputs, int rowCount, int width)
        : base(rowCount, width)
    {
        File.WriteAllBytes(_path, MemoryMarshal.AsBytes(inputs).ToArray());
        _file = MemoryMappedFile.CreateFromFile(_path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
        _view = _file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
    }

    /// <summary>The handle is counted while a reader copies, so that disposing waits for it.</summary>
    internal override void Read(int first, int count, Span<float> output)
    {
        SafeMemoryMappedViewHandle handle = _view.SafeMemoryMappedViewHandle;
        bool isCounted = false;
        try
        {
            handle.DangerousAddRef(ref isCounted);
            handle.ReadSpan((ulong)((long)first * Width * sizeof(float)), output[..(count * Width)]);
        }
        finally
        {
            if (isCounted)
                handle.DangerousRelease();
        }
    }

    public override void Dispose()
    {
        _view.Dispose();
        _file.Dispose();
        File.Delete(_path);
    }
}
