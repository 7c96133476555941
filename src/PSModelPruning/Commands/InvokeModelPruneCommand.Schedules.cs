using System.Management.Automation;
using PSModelPruning.Compute.Pruning;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Commands;

/// <content>What schedules that repeat the training of a network read, and how a long pruning is kept.</content>
public sealed partial class InvokeModelPruneCommand
{
    /// <summary>
    /// The epoch of the network's own training that LotteryTicket and LearningRateRewinding go back to; 0 is before the first.
    /// </summary>
    [Parameter(ParameterSetName = WeightsSet)]
    [ValidateRange(0, 1_000_000)]
    public int RewindEpoch { get; set; }

    /// <summary>The file that the state of the pruning of a network is written to after every round and epoch.</summary>
    [Parameter(ParameterSetName = WeightsSet)]
    [ValidateNotNullOrEmpty]
    public string? CheckpointPath { get; set; }

    /// <summary>Goes on where the checkpoint stands.</summary>
    [Parameter(ParameterSetName = WeightsSet)]
    public SwitchParameter Resume { get; set; }

    private CheckpointOptions MakeCheckpointOptions() =>
        new()
        {
            CheckpointPath = CheckpointPath is null ? null : FilePaths.Full(this, CheckpointPath, FileErrors.DriveMissing),
            Resume = Resume ? true : null,
        };
}
