# Which measurements of a tumour matter? Ranks them before any model is trained, and again by what a trained model relies on.
$ErrorActionPreference = 'Stop'
Import-Module "$PSScriptRoot/../PSModelPruning.psd1"

$data = Import-Dataset -Path "$PSScriptRoot/data/breast-cancer.csv" -Target diagnosis -Seed 1
$model = $data | Train-Model -Kind Linear -Seed 1

$byData = $data | Measure-FeatureImportance -Method MutualInformation
$byModel = $model | Measure-FeatureImportance -Method Permutation -Repeats 20

# The ten that tell most about the diagnosis, each by itself; then the ten that the model would miss most.
$byData[0..9]
$byModel[0..9]
