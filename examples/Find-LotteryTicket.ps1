<#
.SYNOPSIS
    Is a small part of a network enough, if it is the right part? Looks for a winning ticket (Frankle and Carbin 2019).
.DESCRIPTION
    Prunes the smallest weights of a digits network in rounds; each takes what is left back to the weights that it began with and trains it
    again. Two controls have as many weights: the same places with other starting weights, and random places. The state of the search is
    kept in a file: after Ctrl+C the same command goes on where it was.
.EXAMPLE
    pwsh examples/Find-LotteryTicket.ps1
.EXAMPLE
    pwsh examples/Find-LotteryTicket.ps1 -Sparsity 0.95 -Steps 8 -RewindEpoch 2
#>
param(
    # The fraction of weights that goes.
    [double]$Sparsity = 0.9,

    # The rounds.
    [int]$Steps = 4,

    # The epochs of training after which the weights are taken that each round goes back to.
    [int]$RewindEpoch = 0,

    # The folder that the state of the search is kept in.
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

'Round by round, with the score on the validation rows after pruning and after training again:'
foreach ($round in $ticket.Pruning.Rounds) {
    "  $($round.Round)  $($round.Sparsity.ToString('P1')) gone  $($round.ScorePruned.ToString('P1'))  $($round.ScoreTuned.ToString('P1'))"
}

$anew = Train-Model $data -Like $ticket -Epochs 20 -Name 'same places, other start' -Seed ($Seed + 6)
$chance = $model | Invoke-ModelPrune -Sparsity $Sparsity -Method Random -Schedule LotteryTicket -Steps 1 -Name 'random places' -Seed $Seed

$model, $ticket, $anew, $chance | Compare-Model
