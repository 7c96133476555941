using System.Management.Automation;
using PSModelPruning.Compute;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Commands;

/// <summary>Turns the paths that users type into full paths of the file system.</summary>
internal static class FilePaths
{
    private const string FileSystem = "FileSystem";

    /// <summary>The files that paths name; wildcards may name several or none.</summary>
    /// <param name="cmdlet">The cmdlet, for the current location and the drives.</param>
    /// <param name="paths">What was typed.</param>
    /// <param name="isLiteral">Whether wildcard characters stand for themselves.</param>
    /// <param name="notFound">Makes the error for a path that names nothing.</param>
    /// <exception cref="ComputeException">What <paramref name="notFound"/> makes, or <c>PathNotFileSystem</c>.</exception>
    internal static IReadOnlyList<string> Existing(
        PSCmdlet cmdlet,
        IEnumerable<string> paths,
        bool isLiteral,
        Func<string, ComputeException> notFound
    )
    {
        var found = new List<string>();
        foreach (string path in paths)
        {
            if (isLiteral)
                found.Add(Full(cmdlet, path, notFound));
            else
                found.AddRange(Matching(cmdlet, path, notFound));
        }
        return found;
    }

    /// <summary>The full path of a file that need not exist; wildcard characters stand for themselves.</summary>
    /// <param name="cmdlet">The cmdlet, for the current location and the drives.</param>
    /// <param name="path">What was typed.</param>
    /// <param name="notFound">Makes the error for a path on a drive that does not exist.</param>
    internal static string Full(PSCmdlet cmdlet, string path, Func<string, ComputeException> notFound)
    {
        if (path.Contains('\0'))
            throw FileErrors.PathInvalid(path);
        try
        {
            string full = cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out ProviderInfo provider, out _);
            return provider.Name == FileSystem ? full : throw FileErrors.NotFileSystem(path);
        }
        catch (Exception e)
            when (e is ItemNotFoundException or System.Management.Automation.DriveNotFoundException or ProviderNotFoundException)
        {
            throw notFound(path);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException or PathTooLongException or ProviderInvocationException)
        {
            throw FileErrors.PathInvalid(path);
        }
    }

    private static IEnumerable<string> Matching(PSCmdlet cmdlet, string path, Func<string, ComputeException> notFound)
    {
        if (path.Contains('\0'))
            throw FileErrors.PathInvalid(path);
        try
        {
            var matches = cmdlet.GetResolvedProviderPathFromPSPath(path, out ProviderInfo provider);
            if (provider.Name != FileSystem)
                throw FileErrors.NotFileSystem(path);
            return matches.Count > 0 ? matches : throw notFound(path);
        }
        catch (Exception e)
            when (e is ItemNotFoundException or System.Management.Automation.DriveNotFoundException or ProviderNotFoundException)
        {
            throw notFound(path);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException or PathTooLongException or ProviderInvocationException)
        {
            throw FileErrors.PathInvalid(path);
        }
    }
}
