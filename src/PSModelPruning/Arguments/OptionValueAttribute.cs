using System.Management.Automation;
using PSModelPruning.Compute;
using PSModelPruning.Compute.Pruning;
using PSModelPruning.Compute.Runtime.Options;

namespace PSModelPruning.Arguments;

/// <summary>Says which option a parameter sets. Accepts what that option accepts.</summary>
/// <param name="option">The option's name.</param>
internal sealed class OptionValueAttribute(string option) : ValidateArgumentsAttribute
{
    /// <summary>The option's name.</summary>
    internal string Option => option;

    /// <inheritdoc/>
    protected override void Validate(object? arguments, EngineIntrinsics engineIntrinsics)
    {
        try
        {
            OptionCatalog<PruningOptions>.Get(option).Read(arguments is PSObject wrapped ? wrapped.BaseObject : arguments);
        }
        catch (ComputeException e)
        {
            throw new ValidationMetadataException(e.Message);
        }
    }
}
