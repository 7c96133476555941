namespace PSModelPruning.Compute.Data;

/// <summary>A file on disk.</summary>
internal sealed class DiskItem(string path) : DataItem(path)
{
    internal override bool IsEmpty => new FileInfo(Path).Length == 0;

    internal override long? StoredLength => new FileInfo(Path) is { Exists: true } file ? file.Length : null;

    private protected override Stream OpenStored() => DataFile.OpenStored(Path);
}
