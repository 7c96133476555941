<#
.SYNOPSIS
    Stores a network of handwritten digits in 16, 8 and 4 bits and as a codebook, and compares what each costs.

.EXAMPLE
    ./Quantize-Model.ps1

    One row for the network as it was trained and one for each number format: accuracy, and kilobytes packed.
#>
[CmdletBinding()]
param()

Import-Module "$PSScriptRoot/../PSModelPruning.psd1"

$digits = Import-Dataset "$PSScriptRoot/data/digits.csv" -Target digit -Seed 1
$model = $digits | Train-Model -Epochs 20 -Seed 1

# Alone, quantizing takes seconds; ranges of activations are found on training rows.
$formats = foreach ($scheme in 'Float16', 'Int8', 'Int4', 'Codebook') { $model | ConvertTo-QuantizedModel -Scheme $scheme -Seed 1 }

# The last step of pruning: eight of ten weights go, the others share 32 numbers a layer, which learn for five epochs.
$smallest = $model | Invoke-ModelPrune -Sparsity 0.8 -FineTuneEpochs 10 -Quantize Codebook -Option @{ QuantizeEpochs = 5 } -Seed 1 -Name 'Mlp, pruned, codebook'

@($model) + $formats + $smallest | Compare-Model -WarningAction SilentlyContinue
