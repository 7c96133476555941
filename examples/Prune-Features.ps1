# Which measurements are worth taking? Three answers: the eight most important ones, all relevant ones, and as few as cross-validation
# allows.
$ErrorActionPreference = 'Stop'
Import-Module "$PSScriptRoot/../PSModelPruning.psd1"

$data = Import-Dataset -Path "$PSScriptRoot/data/breast-cancer.csv" -Target diagnosis -Seed 1
$model = $data | Train-Model -Layers 'linear 32', 'relu' -Name 'all features' -Seed 1

$ranking = $model | Measure-FeatureImportance -Seed 1
$narrow = $ranking[0..7] | Select-ModelFeature -Model $model -Name '8 features' -Seed 1
$model, $narrow | Compare-Model | Out-Host

# Rows for the smaller model need only its own columns.
Import-Csv "$PSScriptRoot/data/breast-cancer.csv" | Select-Object -Property $ranking[0..7].Feature -First 2 |
    Get-ModelPrediction -Model $narrow | Out-Host

# The same works for any kind of model. The result shows which features were removed, in which order and why.
$forest = $data | Train-Model -Kind Forest -TreeCount 50 -Name 'forest' -Seed 1
$relevant = $forest | Select-ModelFeature -Method AllRelevant -Name 'all relevant' -Seed 1
$relevant.Pruning.DroppedFeatures | Out-Host
$fewest = $forest | Select-ModelFeature -Method RecursiveElimination -Name 'fewest' -Seed 1
$forest, $relevant, $fewest | Compare-Model | Out-Host
"$($relevant.Dataset.Features) features are relevant, and $($fewest.Dataset.Features) are enough."
