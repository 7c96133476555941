using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace PSModelPruning.Compute.Runtime;

/// <summary>What .NET does not tell or keep of files on Unix: what sort they are, whose they are, and what is attached to them.</summary>
internal static partial class UnixFile
{
    private const int TypeMask = 0xF000;
    private const int Regular = 0x8000;
    private const int Folder = 0x4000;

    /// <summary>What a file is, and whose.</summary>
    /// <param name="Type">The bits of the mode that tell what it is.</param>
    /// <param name="User">Its owner.</param>
    /// <param name="Group">Its group.</param>
    internal readonly record struct Status(int Type, uint User, uint Group)
    {
        /// <summary>Whether it is neither a file nor a folder: a device, a pipe or a socket.</summary>
        internal bool IsSpecial => Type is not (Regular or Folder or 0);
    }

    /// <summary>What lies at a path, links followed; null where nothing does, or where the system does not say.</summary>
    internal static Status? At(string path)
    {
        if (OperatingSystem.IsWindows())
            return null;
        try
        {
            byte[] status = new byte[1024];
            return OperatingSystem.IsMacOS() ? OfMac(path, status) : OfLinux(path, status);
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Whether a path names a device, a pipe or a socket.</summary>
    internal static bool IsSpecial(string path) => At(path) is { IsSpecial: true };

    /// <summary>Gives a file what another has: its permissions, its owner as far as that is allowed, and its attributes.</summary>
    internal static void Imitate(string file, string other)
    {
        if (OperatingSystem.IsWindows())
            return;
        UnixFileMode mode = File.GetUnixFileMode(other);
        const UnixFileMode granted = UnixFileMode.SetUser | UnixFileMode.SetGroup | UnixFileMode.StickyBit;
        const UnixFileMode ofGroup = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute;
        try
        {
            if (At(other) is { } theirs && At(file) is { } ours && (theirs.User != ours.User || theirs.Group != ours.Group))
            {
                // Who may not give a file away keeps it; but what the old group might do, another may not.
                if (ChangeOwner(file, theirs.User, theirs.Group) != 0 && ChangeOwner(file, uint.MaxValue, theirs.Group) != 0)
                    mode &= ~ofGroup;
            }
            CopyAttributes(other, file);
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            // Another C library: the permissions alone are kept.
        }
        File.SetUnixFileMode(file, mode & ~granted);
    }

    /// <summary>Writes a folder's list of files to the disk, so that a file that was moved there survives a loss of power.</summary>
    internal static void FlushFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
            return;
        try
        {
            int handle = Open(folder, 0);
            if (handle < 0)
                return;
            _ = Flush(handle);
            _ = Close(handle);
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            // The file is whole in any case.
        }
    }

    private static Status? OfLinux(string path, byte[] status)
    {
        const int currentFolder = -100,
            typeAndOwners = 0x1 | 0x2 | 0x8 | 0x10;
        if (ExtendedStatus(currentFolder, path, 0, typeAndOwners, status) != 0)
            return null;
        ReadOnlySpan<byte> fields = status;
        return new Status(
            BitConverter.ToUInt16(fields[28..]) & TypeMask,
            BitConverter.ToUInt32(fields[20..]),
            BitConverter.ToUInt32(fields[24..])
        );
    }

    private static Status? OfMac(string path, byte[] status)
    {
        if (MacStatus(path, status) != 0)
            return null;
        ReadOnlySpan<byte> fields = status;
        return new Status(
            BinaryPrimitives.ReadUInt16LittleEndian(fields[4..]) & TypeMask,
            BinaryPrimitives.ReadUInt32LittleEndian(fields[16..]),
            BinaryPrimitives.ReadUInt32LittleEndian(fields[20..])
        );
    }

    /// <summary>Copies extended attributes, access control lists among them. Those that may not be set are left out.</summary>
    private static void CopyAttributes(string from, string to)
    {
        if (OperatingSystem.IsMacOS())
        {
            const int listsAndAttributes = 1 | 4;
            _ = MacCopy(from, to, IntPtr.Zero, listsAndAttributes);
            return;
        }
        byte[] names = new byte[1 << 16];
        nint length = ListAttributes(from, names, names.Length);
        for (int start = 0; start < length; )
        {
            int end = Array.IndexOf(names, (byte)0, start);
            byte[] name = names[start..(end + 1)];
            byte[] value = new byte[1 << 16];
            nint size = GetAttribute(from, name, value, value.Length);
            if (size >= 0)
                _ = SetAttribute(to, name, value, size, 0);
            start = end + 1;
        }
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ExtendedStatus(int folder, string path, int flags, uint mask, byte[] status);

    [LibraryImport("libSystem.dylib", EntryPoint = "stat", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MacStatus(string path, byte[] status);

    [LibraryImport("libSystem.dylib", EntryPoint = "copyfile", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MacCopy(string from, string to, IntPtr state, uint flags);

    [LibraryImport("libc", EntryPoint = "chown", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ChangeOwner(string path, uint user, uint group);

    [LibraryImport("libc", EntryPoint = "listxattr", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint ListAttributes(string path, byte[] names, nint size);

    [LibraryImport("libc", EntryPoint = "getxattr", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint GetAttribute(string path, byte[] name, byte[] value, nint size);

    [LibraryImport("libc", EntryPoint = "setxattr", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetAttribute(string path, byte[] name, byte[] value, nint size, int flags);

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    private static partial int Flush(int handle);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int handle);
}
