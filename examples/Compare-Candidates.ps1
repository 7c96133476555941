# Which of several models should go into service? Trains three, and shows what each is worth and what it costs.
$ErrorActionPreference = 'Stop'
Import-Module "$PSScriptRoot/../PSModelPruning.psd1"

$data = Import-Dataset -Path "$PSScriptRoot/data/digits.csv" -Target digit -Seed 1
$linear = $data | Train-Model -Kind Linear -Name linear -Seed 1
$small = $data | Train-Model -Layers 'linear 16', 'relu' -Name small -Seed 1
$large = $data | Train-Model -Layers 'linear 256', 'relu', 'linear 128', 'relu' -Name large -Seed 1

$comparison = $large, $small, $linear | Compare-Model -LatencyBatchSize 32
$comparison

# Is the loss of the cheapest model more than chance?
$cheapest = $comparison[2]
'{0} gets {1:N2} points fewer right than {2}; the probability of such a difference by chance is {3:P2}.' -f `
    $cheapest.Name, (-$cheapest.AccuracyChange), $cheapest.Reference, $cheapest.PValue
