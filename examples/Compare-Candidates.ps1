# Which of several models should you deploy? Trains three models, and shows the quality and cost of each.
$ErrorActionPreference = 'Stop'
Import-Module "$PSScriptRoot/../PSModelPruning.psd1"

$data = Import-Dataset -Path "$PSScriptRoot/data/digits.csv" -Target digit -Seed 1
$linear = $data | Train-Model -Kind Linear -Name linear -Seed 1
$small = $data | Train-Model -Layers 'linear 16', 'relu' -Name small -Seed 1
$large = $data | Train-Model -Layers 'linear 256', 'relu', 'linear 128', 'relu' -Name large -Seed 1

$comparison = $large, $small, $linear | Compare-Model -LatencyBatchSize 32
$comparison

# Could the difference between the cheapest model and the reference be chance?
$cheapest = $comparison[2]
'{0} is {1:N2} points less accurate than {2}. If both were equally good, the probability of such a difference would be {3:P0}.' -f `
    $cheapest.Name, (-$cheapest.AccuracyChange), $cheapest.Reference, $cheapest.PValue
