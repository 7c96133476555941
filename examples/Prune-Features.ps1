# Which measurements are worth taking? Keeps the eight features of a diagnosis that matter most, and shows what the others were worth.
$ErrorActionPreference = 'Stop'
Import-Module "$PSScriptRoot/../PSModelPruning.psd1"

$data = Import-Dataset -Path "$PSScriptRoot/data/breast-cancer.csv" -Target diagnosis -Seed 1
$model = $data | Train-Model -Layers 'linear 32', 'relu' -Name 'all features' -Seed 1

$ranking = $model | Measure-FeatureImportance -Seed 1
$narrow = $ranking[0..7] | Invoke-ModelPrune -Model $model -Name '8 features' -Seed 1
$model, $narrow | Compare-Model

# Rows for the narrow model need only its own columns.
$patient = @{}
foreach ($feature in $ranking[0..7]) { $patient[$feature.Feature] = 0.2 }
[pscustomobject]$patient | Get-ModelPrediction -Model $narrow
