# Which digits must a nearest-neighbour model remember? Keeps about a fifth of the rows in two ways, and shows the cost.
$ErrorActionPreference = 'Stop'
Import-Module "$PSScriptRoot/../PSModelPruning.psd1"

# All pixels have the same scale already. Standardization would enlarge pixels that are nearly always white.
$data = Import-Dataset -Path "$PSScriptRoot/data/digits.csv" -Target digit -Scale None -Seed 1
$model = $data | Train-Model -Kind Neighbors -Neighbors 3 -Name 'all rows'

$border = $model | Invoke-ModelPrune -Method Drop3 -Name 'drop3'
$centres = $model | Invoke-ModelPrune -Method RepeatedEditing | Invoke-ModelPrune -Method KMeans -Sparsity 0.81 -Name 'k-means' -Seed 1
$model, $border, $centres | Compare-Model
