# How small can it get? Makes three networks from one: the smallest that loses at most one point of accuracy, one that fits into 12 KB,
# and one that needs a third of the computation.
$ErrorActionPreference = 'Stop'
Import-Module "$PSScriptRoot/../PSModelPruning.psd1"

$data = Import-Dataset -Path "$PSScriptRoot/data/digits.csv" -Target digit -ValidationFraction 0.2 -Seed 1
$model = $data | Train-Model -Preset Mlp -Name trained -Seed 1

$precise = $model | Invoke-ModelPrune -MaxAccuracyDrop 0.01 -Name 'one point' -Seed 1
$small = $model | Invoke-ModelPrune -MaxSizeKB 12 -Name '12 KB' -Seed 1
$fast = $model | Invoke-ModelPrune -MaxMacs ($model.MultiplyAccumulates / 3) -Method Taylor -Name 'a third' -Seed 1

$comparison = $model, $precise, $small, $fast | Compare-Model
$comparison | Out-Host

# The limit of one point applies to the validation rows, which select the network. The test rows show what it really costs.
$onTest = $comparison[1]
'one point: {0:+0.00;-0.00;0.00} points on the {1} validation rows, {2:+0.00;-0.00;0.00} points on the {3} test rows.' -f
    (100 * ($precise.Pruning.ScoreAfter - $precise.Pruning.ScoreBefore)), $data.ValidationRows, $onTest.AccuracyChange, $onTest.Rows
'The search takes the smallest network that the validation rows accept, so its validation score is optimistic.'
'Judge the result by the test rows. More validation rows make the limit more reliable.'
