# A forest of a hundred trees predicts well, but it is large. Which twenty trees predict nearly the same?
Import-Module "$PSScriptRoot/../PSModelPruning.psd1"

$data = Import-Dataset "$PSScriptRoot/data/digits.csv" -Target digit -Seed 1
$forest = $data | Train-Model -Kind Forest -TreeCount 100 -Seed 1 -Name forest

# Keeps the trees that complement each other best, and refines their leaves to compensate for the removed trees.
$small = $forest | Invoke-ModelPrune -Keep 20 -Name '20 trees'
$plain = $forest | Invoke-ModelPrune -Keep 20 -Option @{ RefinementEpochs = 0 } -Name 'not refined'

# As few trees as a loss of one percentage point on the validation rows allows. Then all trees, with a fifth of their nodes.
$few = $forest | Invoke-ModelPrune -Method Clustering -MaxAccuracyDrop 0.01 -Name 'few trees'
$low = $forest | Invoke-ModelPrune -Method CostComplexity -Sparsity 0.8 -Name 'few nodes'

# A forest and a network make different errors, so an ensemble of both is often better than each alone.
$network = $data | Train-Model -Seed 1 -Name network
$both = $small, $network | Join-Model -Name both

Compare-Model $forest, $small, $plain, $few, $low, $network, $both
