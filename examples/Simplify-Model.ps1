# Is a rule of thumb enough? Replaces a forest by the simplest model that loses at most two points, and shows the candidates.
$ErrorActionPreference = 'Stop'
Import-Module "$PSScriptRoot/../PSModelPruning.psd1"

$data = Import-Dataset -Path "$PSScriptRoot/data/breast-cancer.csv" -Target diagnosis -Seed 1
$forest = $data | Train-Model -Kind Forest -TreeCount 50 -Name 'forest' -Seed 1

$simple = $forest | Invoke-ModelPrune -Method Submodel -MaxAccuracyDrop 0.02 -Name 'rule of thumb'
$simple.Pruning.Trials | Out-Host
$simple.Text
$forest, $simple | Compare-Model | Out-Host

# Like every model, it predicts from raw rows.
Import-Csv "$PSScriptRoot/data/breast-cancer.csv" | Select-Object -First 3 | Get-ModelPrediction -Model $simple |
    Select-Object -Property diagnosis, Prediction, Probability
