# How much better is a network than a linear model on this table, and did it memorize its training rows?
$ErrorActionPreference = 'Stop'
Import-Module "$PSScriptRoot/../PSModelPruning.psd1"

$data = Import-Dataset "$PSScriptRoot/data/breast-cancer.csv" -Target diagnosis -Seed 1

$linear = Train-Model $data -Kind Linear -ClassWeight Balanced -Seed 1
$network = Train-Model $data -Layers 'linear 32', 'relu', 'dropout 0.2', 'linear 16', 'relu' -Optimizer AdamW -WeightDecay 0.01 -ClassWeight Balanced -Seed 1 -Name Network

foreach ($model in $linear, $network) {
    "$($model.Name): $($model.Training.Count) epochs. Over-fitting $($model.Overfitting)"
}
''

$linear, $network | Compare-Model
