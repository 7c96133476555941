# A forest predicts well and is large. How much of what it knows fits into a network of 32 neurons?
$ErrorActionPreference = 'Stop'
Import-Module "$PSScriptRoot/../PSModelPruning.psd1"

$data = Import-Dataset "$PSScriptRoot/data/digits.csv" -Target digit -Seed 1
$forest = $data | Train-Model -Kind Forest -TreeCount 200 -Seed 1 -Name forest

# The same small network learns from the classes alone, and from the probabilities that the forest gives to every class too.
$small = @{ Layers = 'linear 32', 'relu'; Epochs = 100; Patience = 0; Seed = 1 }
$alone = $data | Train-Model @small -Name alone
$taught = $data | Train-Model @small -Name 'taught by the forest' -Teacher $forest -DistillationWeight 0.5

# A network that was pruned, recovered with the unpruned one as its teacher, and the same architecture trained anew.
$pruned = $taught | Invoke-ModelPrune -Granularity Neuron -Sparsity 0.5 -DistillationWeight 0.5 -Seed 1 -Name 'half of its neurons'
$anew = Train-Model -Like $pruned -Seed 1 -Name 'those trained anew'

Compare-Model $forest, $alone, $taught, $pruned, $anew
