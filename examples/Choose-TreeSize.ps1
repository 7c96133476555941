# A tree that was grown until every leaf is pure knows the noise of its training rows too. How large should it be?
# The alpha table shows every tree worth looking at, cross-validated; one standard error chooses the simplest that is as good as the best.
Import-Module "$PSScriptRoot/../PSModelPruning.psd1"

$data = Import-Dataset "$PSScriptRoot/data/breast-cancer.csv" -Target diagnosis -Seed 1
$tree = $data | Train-Model -Kind Tree -Seed 1

$path = $tree | Measure-PruningPath
$path | Out-Host

$chosen = $path.Where{ $_.ChosenBy -like '*OneStandardError*' }
$small = $tree | Invoke-ModelPrune -Alpha $chosen.Alpha -Name 'Tree (one standard error)'

# Another way: let rows that the tree has not seen decide, split by split.
$reduced = $tree | Invoke-ModelPrune -Method ReducedError -Name 'Tree (reduced error)'

# What did it cost? The test rows have not been looked at so far.
Compare-Model $tree, $small, $reduced
