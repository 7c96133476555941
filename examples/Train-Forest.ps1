# Is a single tree enough? Grows a tree, a random forest and boosted trees on the measurements of tumours, and shows what the forest relies on.
$ErrorActionPreference = 'Stop'
Import-Module "$PSScriptRoot/../PSModelPruning.psd1"

$data = Import-Dataset -Path "$PSScriptRoot/data/breast-cancer.csv" -Target diagnosis -Seed 1
$tree = $data | Train-Model -Kind Tree -Seed 1
$forest = $data | Train-Model -Kind Forest -TreeCount 200 -Seed 1
$boosted = $data | Train-Model -Kind Boosted -Seed 1

Compare-Model $tree, $forest, $boosted | Out-Host
"Out of bag, by rows that its trees had not seen, the forest is right in $([math]::Round(100 * $forest.OutOfBagScore, 1)) % of cases."
"Boosting kept $($boosted.Rounds) rounds of $($boosted.Training.Count)."

# The five measurements that matter most to the forest.
$ranking = $forest | Measure-FeatureImportance -Method OutOfBagPermutation
$ranking[0..4]
