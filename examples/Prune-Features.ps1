# Which measurements are worth taking? Three answers: the eight that matter most, all that tell anything, and as few as cross-validation allows.
$ErrorActionPreference = 'Stop'
Import-Module "$PSScriptRoot/../PSModelPruning.psd1"

$data = Import-Dataset -Path "$PSScriptRoot/data/breast-cancer.csv" -Target diagnosis -Seed 1
$model = $data | Train-Model -Layers 'linear 32', 'relu' -Name 'all features' -Seed 1

$ranking = $model | Measure-FeatureImportance -Seed 1
$narrow = $ranking[0..7] | Select-ModelFeature -Model $model -Name '8 features' -Seed 1
$model, $narrow | Compare-Model | Out-Host

# Rows for the narrow model need only its own columns.
$patient = @{}
foreach ($feature in $ranking[0..7]) { $patient[$feature.Feature] = 0.2 }
[pscustomobject]$patient | Get-ModelPrediction -Model $narrow | Out-Host

# The same for any kind of model. What went, in which order and why, is on the result.
$forest = $data | Train-Model -Kind Forest -TreeCount 50 -Name 'forest' -Seed 1
$relevant = $forest | Select-ModelFeature -Method AllRelevant -Name 'all relevant' -Seed 1
$relevant.Pruning.DroppedFeatures | Out-Host
$fewest = $forest | Select-ModelFeature -Method RecursiveElimination -Name 'fewest' -Seed 1
$forest, $relevant, $fewest | Compare-Model | Out-Host
"$($relevant.Dataset.Features) features tell something, $($fewest.Dataset.Features) are enough."
