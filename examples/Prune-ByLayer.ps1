# Ninety-two per cent of a network's weights are to go. From which layers?
# Small weights are sought in all layers by default. Here each layer is pruned alone first, to see what it bears, and the result decides; two rules stand beside it.
Import-Module "$PSScriptRoot/../PSModelPruning.psd1"

$data = Import-Dataset "$PSScriptRoot/data/digits.csv" -Target digit -Seed 1
$network = $data | Train-Model -Seed 1

$sensitivity = $network | Measure-LayerSensitivity
$sensitivity | Out-Host

$options = @{ Model = $network; Sparsity = 0.92; Schedule = 'OneShot'; FineTuneEpochs = 0 }
$all = Invoke-ModelPrune @options -Name 'all layers compete'
$measured = Invoke-ModelPrune @options -LayerSparsity $sensitivity -Name 'as measured'
$shapes = Invoke-ModelPrune @options -LayerSparsity Erk -Name 'Erk'
$same = Invoke-ModelPrune @options -LayerSparsity Uniform -Name 'the same of each'

$measured.Pruning.Layers | Out-Host

# Nothing was fine-tuned, so what the choice alone is worth shows on the test rows.
Compare-Model $network, $all, $measured, $shapes, $same
