using System.Management.Automation;

namespace PSModelPruning.Commands;

/// <content>Pruning by a penalty.</content>
public sealed partial class InvokeModelPruneCommand
{
    /// <summary>The strength that the penalty of -Schedule Proximal begins with; chosen by the weights if not given.</summary>
    [Parameter(ParameterSetName = WeightsSet)]
    [ValidateRange(1e-12, 1e6)]
    public double Penalty { get; set; }
}
