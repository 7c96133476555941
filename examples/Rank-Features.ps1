# Which measurements of a tumour matter? Ranks them before any model is trained, and then by what a trained model uses.
$ErrorActionPreference = 'Stop'
Import-Module "$PSScriptRoot/../PSModelPruning.psd1"

$data = Import-Dataset -Path "$PSScriptRoot/data/breast-cancer.csv" -Target diagnosis -Seed 1
$model = $data | Train-Model -Kind Linear -Seed 1

$byData = $data | Measure-FeatureImportance -Method MutualInformation
$byModel = $model | Measure-FeatureImportance -Method Permutation -Repeats 20

# The ten features that say most about the diagnosis on their own, then the ten features that the model needs most
$byData[0..9]
$byModel[0..9]
