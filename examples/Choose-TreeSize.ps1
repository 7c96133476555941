# A tree that grows until every leaf is pure also learns the noise of its training rows. How large should it be?
# The alpha table shows every candidate with its cross-validated score. The rule of one standard error selects the simplest tree
# whose score is close to the best.
Import-Module "$PSScriptRoot/../PSModelPruning.psd1"

$data = Import-Dataset "$PSScriptRoot/data/breast-cancer.csv" -Target diagnosis -Seed 1
$tree = $data | Train-Model -Kind Tree -Name 'full tree' -Seed 1

$path = $tree | Measure-PruningPath
$path | Out-Host

$chosen = $path.Where{ $_.ChosenBy -like '*OneStandardError*' }
$small = $tree | Invoke-ModelPrune -Alpha $chosen.Alpha -Name 'one SE'

# Another way: let the validation rows decide, split by split.
$reduced = $tree | Invoke-ModelPrune -Method ReducedError -Name 'reduced error'

# What did it cost? The test rows have not been used so far.
Compare-Model $tree, $small, $reduced
