using System.Management.Automation;
using PSModelPruning.Compute;
using PSModelPruning.Compute.Storage;

namespace PSModelPruning.Commands;

/// <content>Reading models where a parameter takes a model or the path of its file.</content>
public abstract partial class ComputeCmdlet
{
    /// <summary>What the command line and the pipeline hold, without the wrapper of PowerShell.</summary>
    private protected static object? Bare(object? value) =>
        value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;

    /// <summary>The one model that a parameter holds or names; null where it holds nothing.</summary>
    private protected Model? OneModel(object? value)
    {
        switch (Bare(value))
        {
            case null:
                return null;
            case Model model:
                return model;
            case FileInfo file:
                return Load(file.FullName);
            case string path when FilesOf(path) is [var file]:
                return Load(file);
            default:
                Throw(CommandErrors.InputUnexpected(value, "one model, or the path of one model file"));
                return null;
        }
    }

    private protected Model Load(string file) => RunWork(monitor => ModelFile.Load(file, monitor));

    private protected IReadOnlyList<string> FilesOf(string path) =>
        Guard(() => FilePaths.Existing(this, [path], isLiteral: false, StorageErrors.FileNotFound));

    /// <summary>Whether a path names one file, and that file begins as a model file does.</summary>
    private protected bool IsModelFile(string path)
    {
        try
        {
            return FilePaths.Existing(this, [path], isLiteral: false, StorageErrors.FileNotFound) is [var file] && ModelFile.IsOne(file);
        }
        catch (ComputeException)
        {
            // It names no file. Whether that is an error is said where the path is used.
            return false;
        }
    }
}
