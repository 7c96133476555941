<#
.SYNOPSIS
    Stores a network for handwritten digits in 16, 8 and 4 bits and with a codebook, and compares the costs.

.EXAMPLE
    ./Quantize-Model.ps1

    Shows one row for the trained network and one per number format, with accuracy and packed kilobytes.
#>
[CmdletBinding()]
param()

Import-Module "$PSScriptRoot/../PSModelPruning.psd1"

$digits = Import-Dataset "$PSScriptRoot/data/digits.csv" -Target digit -Seed 1
$model = $digits | Train-Model -Epochs 20 -Name float32 -Seed 1

# Quantization alone takes seconds. Int8 measures the ranges of activations on training rows.
$formats = foreach ($scheme in 'Float16', 'Int8', 'Int4', 'Codebook') {
    $model | ConvertTo-QuantizedModel -Scheme $scheme -Name $scheme -Seed 1
}

# Quantization as the last step of pruning: 80 % of the weights are removed. The others share 32 numbers per layer, which are trained
# for five epochs.
$smallest = $model | Invoke-ModelPrune -Sparsity 0.8 -FineTuneEpochs 10 -Quantize Codebook -Option @{ QuantizeEpochs = 5 } `
    -Name 'pruned' -Seed 1

@($model) + $formats + $smallest | Compare-Model -WarningAction SilentlyContinue
