<#
.SYNOPSIS
    Is a small part of a network enough, if it is the right part? Searches for a winning ticket (Frankle and Carbin 2019).
.DESCRIPTION
    Prunes the smallest weights of a digits network in rounds. Each round resets the other weights to their initial values and trains
    them again. Two controls have the same number of weights: the same positions with other initial weights, and random positions. The
    state of the search is saved to a file: after Ctrl+C, the same command continues where it stopped.
.EXAMPLE
    pwsh examples/Find-LotteryTicket.ps1
.EXAMPLE
    pwsh examples/Find-LotteryTicket.ps1 -Sparsity 0.9 -Steps 10 -RewindEpoch 2
#>
param(
    # The fraction of weights to remove.
    [double]$Sparsity = 0.8,

    # The number of rounds.
    [int]$Steps = 4,

    # The epoch of the training whose weights each round is reset to; 0 is before the first epoch.
    [int]$RewindEpoch = 0,

    # The folder for the state of the search.
    [string]$OutputPath = "$PSScriptRoot/output",

    [int]$Seed = 1
)

$ErrorActionPreference = 'Stop'
Import-Module "$PSScriptRoot/../PSModelPruning.psd1"

$data = Import-Dataset "$PSScriptRoot/data/digits.csv" -Target digit -Seed $Seed
$model = $data | Train-Model -Layers 'linear 64', 'relu', 'linear 32', 'relu' -Epochs 20 -Name 'all weights' -Seed $Seed

[void][System.IO.Directory]::CreateDirectory($OutputPath)
$checkpoint = [System.IO.Path]::GetFullPath([System.IO.Path]::Combine($OutputPath, 'ticket.checkpoint'))
$search = @{ Sparsity = $Sparsity; Schedule = 'LotteryTicket'; Steps = $Steps; Option = @{ RewindEpoch = $RewindEpoch }; CheckpointPath = $checkpoint; Seed = $Seed }
$ticket = $model | Invoke-ModelPrune @search -Name 'ticket' -Resume:([System.IO.File]::Exists($checkpoint))
[System.IO.File]::Delete($checkpoint)

'Each round, with the score on the validation rows after pruning and after training again:'
foreach ($round in $ticket.Pruning.Rounds) {
    "  $($round.Round)  $($round.Sparsity.ToString('P1')) removed  $($round.ScorePruned.ToString('P1'))  $($round.ScoreTuned.ToString('P1'))"
}

$anew = Train-Model $data -Like $ticket -Epochs 20 -Name 'new start' -Seed ($Seed + 6)
$chance = $model | Invoke-ModelPrune -Sparsity $Sparsity -Method Random -Schedule LotteryTicket -Steps 1 -Name 'random' -Seed $Seed

$model, $ticket, $anew, $chance | Compare-Model
