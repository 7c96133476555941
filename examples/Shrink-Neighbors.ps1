# Which digits must a reader remember? Replaces the rows of nearest neighbours by a fifth as many prototypes, two ways, and shows what that cost.
$ErrorActionPreference = 'Stop'
Import-Module "$PSScriptRoot/../PSModelPruning.psd1"

# All pixels have one scale already; standardizing them would blow up those that are nearly always white.
$data = Import-Dataset -Path "$PSScriptRoot/data/digits.csv" -Target digit -Scale None -Seed 1
$model = $data | Train-Model -Kind Neighbors -Neighbors 3 -Name 'all rows'

$border = $model | Invoke-ModelPrune -Method Drop3 -Name 'drop3'
$centres = $model | Invoke-ModelPrune -Method RepeatedEditing | Invoke-ModelPrune -Method KMeans -Sparsity 0.81 -Name 'edited, then k-means' -Seed 1
$model, $border, $centres | Compare-Model
