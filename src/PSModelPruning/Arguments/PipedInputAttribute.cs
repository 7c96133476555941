using System.Collections;
using System.Management.Automation;

namespace PSModelPruning.Arguments;

/// <summary>
/// Refuses nothing as input. PowerShell tries all parameters that read the pipeline and complains of one of them, so the message names what
/// may come, not the parameter.
/// </summary>
/// <param name="expected">What may come, such as "a model".</param>
internal sealed class PipedInputAttribute(string expected) : ValidateArgumentsAttribute
{
    /// <inheritdoc/>
    protected override void Validate(object? arguments, EngineIntrinsics engineIntrinsics)
    {
        if (arguments is null or IList { Count: 0 })
            throw new ValidationMetadataException(
                $"Nothing came in: the input is null or empty. Give {expected}; the variable before the pipe may be misspelt, or its "
                    + "command may have failed."
            );
    }
}
