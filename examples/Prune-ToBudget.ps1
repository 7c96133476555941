# How small can it get? Makes three networks from one: the smallest that loses at most one point of accuracy, one that fits into 12 KB,
# and one that needs a third of the computation.
$ErrorActionPreference = 'Stop'
Import-Module "$PSScriptRoot/../PSModelPruning.psd1"

$data = Import-Dataset -Path "$PSScriptRoot/data/digits.csv" -Target digit -ValidationFraction 0.2 -Seed 1
$model = $data | Train-Model -Preset Mlp -Name trained -Seed 1

$precise = $model | Invoke-ModelPrune -MaxAccuracyDrop 0.01 -Name 'one point' -Seed 1
$small = $model | Invoke-ModelPrune -MaxSizeKB 12 -Name '12 KB' -Seed 1
$fast = $model | Invoke-ModelPrune -MaxMacs ($model.MultiplyAccumulates / 3) -Method Taylor -Name 'a third' -Seed 1

$model, $precise, $small, $fast | Compare-Model
