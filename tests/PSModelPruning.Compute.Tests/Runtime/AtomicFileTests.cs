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

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string ErrorOf(string path) =>
        Assert.Throws<ComputeException>(() => AtomicFile.Write(path, overwrite: true, _ => Assert.Fail("It was written."))).ErrorId;
}
