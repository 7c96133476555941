# Is a single tree enough? Grows a tree, a random forest and boosted trees on measurements of tumours, and shows what the forest uses.
$ErrorActionPreference = 'Stop'
Import-Module "$PSScriptRoot/../PSModelPruning.psd1"

$data = Import-Dataset -Path "$PSScriptRoot/data/breast-cancer.csv" -Target diagnosis -Seed 1
$tree = $data | Train-Model -Kind Tree -Seed 1
$forest = $data | Train-Model -Kind Forest -TreeCount 200 -Seed 1
$boosted = $data | Train-Model -Kind Boosted -Seed 1

Compare-Model $tree, $forest, $boosted | Out-Host
"Out-of-bag accuracy, on rows that the trees had not seen: $([math]::Round(100 * $forest.OutOfBagScore, 1)) %."
"Boosting kept $($boosted.Rounds) of $($boosted.Training.Count) rounds."

# The five most important measurements for the forest
$ranking = $forest | Measure-FeatureImportance -Method OutOfBagPermutation
$ranking[0..4]
