<#
.SYNOPSIS
    The complete job: handwritten digits in, a smaller network out, with proof of what it cost.
.DESCRIPTION
    Trains a network on 1,797 scanned digits. Sets 90 % of the weights to zero in one copy (a smaller file), and removes half of the
    neurons of another (smaller and faster). Compares the three on rows that none of them has seen, and saves the network with fewer neurons.
.EXAMPLE
    pwsh examples/Compress-Digits.ps1
.EXAMPLE
    dotnet run -c Release --project src/PSModelPruning.Host -- examples/Compress-Digits.ps1 -Sparsity 0.95
#>
param(
    # The fraction of weights to set to zero in the first copy.
    [double]$Sparsity = 0.9,

    # The fraction of neurons to remove from the second copy.
    [double]$NeuronSparsity = 0.5,

    # The folder in which to save the smaller network.
    [string]$OutputPath = "$PSScriptRoot/output",

    [int]$Seed = 1
)

$ErrorActionPreference = 'Stop'
Import-Module "$PSScriptRoot/../PSModelPruning.psd1"

'1. The data'
$data = Import-Dataset "$PSScriptRoot/data/digits.csv" -Target digit -Seed $Seed
$data | Out-Host

'2. The network'
$model = $data | Train-Model -Preset Mlp -Name 'trained' -Seed $Seed
$model | Out-Host

"3. A copy with $($Sparsity.ToString('P0')) of its weights at zero, and one without $($NeuronSparsity.ToString('P0')) of its neurons"
$sparse = $model | Invoke-ModelPrune -Sparsity $Sparsity -Schedule Gradual -Name 'sparse' -Seed $Seed
$small = $model | Invoke-ModelPrune -Granularity Neuron -Sparsity $NeuronSparsity -Name 'small' -Seed $Seed
$sparse, $small | Out-Host

'4. What it cost, on rows that no network has seen'
$comparison = $model, $sparse, $small | Compare-Model -LatencyBatchSize 512
$comparison | Out-Host

'5. The smaller network, saved'
[void][System.IO.Directory]::CreateDirectory($OutputPath)
$path = [System.IO.Path]::GetFullPath([System.IO.Path]::Combine($OutputPath, 'digits.psmodel'))
$small | Export-Model -Path $path -Force | Out-Null
$again = Import-Model $path
"$([System.IO.Path]::GetFileName($path)): $([System.IO.FileInfo]::new($path).Length.ToString('N0')) bytes, reads back as '$($again.Name)' with $($again.Parameters.ToString('N0')) parameters."

''
$trained, $zeros, $half = $comparison
"Half the neurons: $($half.Parameters.ToString('N0')) of $($trained.Parameters.ToString('N0')) parameters, " +
"$($half.SpeedUp.ToString('N1')) times as fast on 512 rows at a time, accuracy $($half.Accuracy.ToString('P1')) after $($trained.Accuracy.ToString('P1'))."
