using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Tests.Runtime;

public sealed class AtomicFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("atomic").FullName;

    private string Target => Path.Combine(_folder, "file.bin");

    [Fact]
    public void A_file_is_written_whole()
    {
        AtomicFile.Write(Target, overwrite: false, stream => stream.Write([1, 2, 3]));

        Assert.Equal([1, 2, 3], File.ReadAllBytes(Target));
        Assert.Equal([Target], Directory.GetFileSystemEntries(_folder));
    }

    [Theory]
    [InlineData(28, "DiskFull")]
    [InlineData(unchecked((int)0x80070070), "DiskFull")]
    [InlineData(5, "FileWriteFailed")]
    public void A_write_that_fails_half_way_leaves_what_was_there_and_nothing_else(int code, string id)
    {
        File.WriteAllText(Target, "old");

        var error = Assert.Throws<ComputeException>(() => AtomicFile.Write(Target, overwrite: true, stream =>
            {
                stream.Write(new byte[100_000]);
                throw new IOException("No space left on device", code);
            }));

        Assert.Equal(id, error.ErrorId);
        Assert.Equal("old", File.ReadAllText(Target));
        Assert.Equal([Target], Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void A_file_that_grows_larger_than_the_file_system_takes_is_an_error_of_writing()
    {
        var error = Assert.Throws<ComputeException>(() =>
            AtomicFile.Write(Target, overwrite: false, _ => throw new ArgumentOutOfRangeException("value", "Too large."))
        );

        Assert.Equal("FileWriteFailed", error.ErrorId);
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void A_cancelled_write_leaves_nothing()
    {
        Assert.Throws<OperationCanceledException>(() => AtomicFile.Write(Target, overwrite: false, stream =>
            {
                stream.WriteByte(1);
                throw new OperationCanceledException();
            }));

        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void An_existing_file_is_only_replaced_when_asked()
    {
        File.WriteAllText(Target, "old");

        Assert.Equal("FileExists", Assert.Throws<ComputeException>(() => AtomicFile.Write(Target, overwrite: false, _ => { })).ErrorId);
        Assert.Equal("old", File.ReadAllText(Target));
        AtomicFile.Write(Target, overwrite: true, stream => stream.WriteByte(7));
        Assert.Equal([7], File.ReadAllBytes(Target));
    }

    [Fact]
    public void A_file_that_appears_while_another_is_written_is_kept()
    {
        var error = Assert.Throws<ComputeException>(() =>
            AtomicFile.Write(Target, overwrite: false, _ => File.WriteAllText(Target, "other"))
        );

        Assert.Equal("FileExists", error.ErrorId);
        Assert.Equal("other", File.ReadAllText(Target));
        Assert.Single(Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void A_place_that_cannot_be_written_is_an_error_before_anything_is_written()
    {
        Assert.Equal("FolderNotFound", ErrorOf(Path.Combine(_folder, "absent", "file.bin")));
        Assert.Equal("PathIsFolder", ErrorOf(_folder));
        Assert.Equal("PathIsFolder", ErrorOf(_folder + Path.DirectorySeparatorChar));
        Assert.Equal("PathIsFolder", ErrorOf(Path.GetPathRoot(_folder)!));
        File.WriteAllText(Target, "old");
        File.SetAttributes(Target, FileAttributes.ReadOnly);
        Assert.Equal("PathNotWritable", ErrorOf(Target));
        File.SetAttributes(Target, FileAttributes.Normal);
    }

    [Fact]
    public void A_private_file_stays_private_and_a_new_one_is_as_any_other()
    {
        if (OperatingSystem.IsWindows())
            return;
        const UnixFileMode own = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        string sample = Path.Combine(_folder, "usual");
        File.WriteAllText(sample, "");
        UnixFileMode usual = File.GetUnixFileMode(sample);
        UnixFileMode during = UnixFileMode.None;
        AtomicFile.Write(Target, overwrite: false, stream => during = Mode((FileStream)stream));
        Assert.Equal(own, during);
        Assert.Equal(usual, File.GetUnixFileMode(Target));
        foreach (UnixFileMode mode in new[] { own, own | UnixFileMode.GroupRead, usual | UnixFileMode.GroupWrite })
        {
            File.SetUnixFileMode(Target, mode);
            AtomicFile.Write(Target, overwrite: true, stream => stream.WriteByte(1));
            Assert.Equal(mode, File.GetUnixFileMode(Target));
        }
    }

    private static UnixFileMode Mode(FileStream stream) =>
        OperatingSystem.IsWindows() ? UnixFileMode.None : File.GetUnixFileMode(stream.Name);

    [Fact]
    public void A_link_is_followed()
    {
        string link = Path.Combine(_folder, "link.bin"),
            dangling = Path.Combine(_folder, "dangling.bin");
        File.WriteAllText(Target, "old");
        File.CreateSymbolicLink(link, Target);
        File.CreateSymbolicLink(dangling, Path.Combine(_folder, "new.bin"));

        Assert.Equal("FileExists", Assert.Throws<ComputeException>(() => AtomicFile.Write(link, overwrite: false, _ => { })).ErrorId);
        AtomicFile.Write(link, overwrite: true, stream => stream.WriteByte(7));
        AtomicFile.Write(dangling, overwrite: true, stream => stream.WriteByte(8));

        Assert.Equal([7], File.ReadAllBytes(Target));
        Assert.Equal(Target, new FileInfo(link).LinkTarget);
        Assert.Equal([8], File.ReadAllBytes(Path.Combine(_folder, "new.bin")));
    }

    [Fact]
    public void What_a_killed_process_left_goes_and_what_another_writes_stays()
    {
        string own = TemporaryFile.PathFor(Target),
            other = TemporaryFile.PathFor(Path.Combine(_folder, "other.bin")),
            foreign = Path.Combine(_folder, ".file.bin.tmp");
        string killed = own.Replace($"-{Environment.ProcessId}-", $"-{int.MaxValue - 1}-", StringComparison.Ordinal);
        string killedOther = other.Replace($"-{Environment.ProcessId}-", $"-{int.MaxValue - 1}-", StringComparison.Ordinal);
        foreach (string path in new[] { own, other, foreign, killed, killedOther })
            File.WriteAllText(path, "");

        AtomicFile.Write(Target, overwrite: false, stream => stream.WriteByte(1));

        Assert.Equal(
            new[] { foreign, own, killedOther, other, Target }.Order(StringComparer.Ordinal),
            Directory.GetFiles(_folder).Order(StringComparer.Ordinal)
        );
        File.SetLastWriteTimeUtc(own, DateTime.UtcNow.AddDays(-2));
        AtomicFile.Write(Target, overwrite: true, stream => stream.WriteByte(1));
        Assert.False(File.Exists(own));
    }

    [Fact]
    public void A_device_is_not_replaced()
    {
        if (!OperatingSystem.IsLinux())
            return;
        Assert.Equal("PathNotFile", ErrorOf("/dev/null"));
        Assert.Equal(
            "PathNotFile",
            Assert.Throws<ComputeException>(() => PSModelPruning.Compute.Data.DataFile.OpenStored("/dev/zero")).ErrorId
        );
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string ErrorOf(string path) =>
        Assert.Throws<ComputeException>(() => AtomicFile.Write(path, overwrite: true, _ => Assert.Fail("It was written."))).ErrorId;
}
