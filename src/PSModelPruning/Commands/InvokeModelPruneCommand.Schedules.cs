using System.Management.Automation;

namespace PSModelPruning.Commands;

/// <content>What schedules that repeat the training of a network read.</content>
public sealed partial class InvokeModelPruneCommand
{
    /// <summary>The epoch of the network's own training that LotteryTicket and LearningRateRewinding go back to; 0 is before the first.</summary>
    [Parameter(ParameterSetName = WeightsSet)]
    [ValidateRange(0, 1_000_000)]
    public int RewindEpoch { get; set; }
}
