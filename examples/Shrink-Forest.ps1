# A forest of a hundred trees predicts well and is large. Which twenty of them say the same?
Import-Module "$PSScriptRoot/../PSModelPruning.psd1"

$data = Import-Dataset "$PSScriptRoot/data/digits.csv" -Target digit -Seed 1
$forest = $data | Train-Model -Kind Forest -TreeCount 100 -Seed 1 -Name forest

# The trees that complete each other best stay, and their leaves are tuned to make up for those that went.
$small = $forest | Invoke-ModelPrune -Keep 20 -Name '20 trees'
$plain = $forest | Invoke-ModelPrune -Keep 20 -Option @{ RefinementEpochs = 0 } -Name '20 trees, not refined'

# As few as one percentage point on the validation rows allows; and all trees, with a fifth of their nodes.
$few = $forest | Invoke-ModelPrune -Method Clustering -MaxAccuracyDrop 0.01 -Name 'as few as allowed'
$low = $forest | Invoke-ModelPrune -Method CostComplexity -Sparsity 0.8 -Name 'a fifth of the nodes'

# A forest and a network err in different places: together they are better than each.
$network = $data | Train-Model -Seed 1 -Name network
$both = $small, $network | Join-Model -Name both

Compare-Model $forest, $small, $plain, $few, $low, $network, $both
