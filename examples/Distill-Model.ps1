# A forest predicts well, but it is large. How much of its knowledge fits into a network with 32 neurons?
$ErrorActionPreference = 'Stop'
Import-Module "$PSScriptRoot/../PSModelPruning.psd1"

$data = Import-Dataset "$PSScriptRoot/data/digits.csv" -Target digit -Seed 1
$forest = $data | Train-Model -Kind Forest -TreeCount 200 -Seed 1 -Name forest

# One small network learns from the classes alone. Another one also learns the class probabilities of the forest.
$small = @{ Layers = 'linear 32', 'relu'; Epochs = 100; Patience = 0; Seed = 1 }
$alone = $data | Train-Model @small -Name alone
$taught = $data | Train-Model @small -Name taught -Teacher $forest -DistillationWeight 0.5

# Half of the neurons are removed, and the unpruned network is the teacher during fine-tuning. For comparison, the pruned architecture
# is trained from new initial weights.
$pruned = $taught | Invoke-ModelPrune -Granularity Neuron -Sparsity 0.5 -DistillationWeight 0.5 -Seed 1 -Name 'half of it'
$anew = Train-Model -Like $pruned -Seed 1 -Name 'trained anew'

Compare-Model $forest, $alone, $taught, $pruned, $anew
