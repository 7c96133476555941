# Seventy percent of the weights of a network are to be removed. From which layers?
# By default, all layers compete, and the smallest weights are removed wherever they are. Here, each layer is first pruned alone to see how
# much it tolerates, and the result decides. Two rules about shapes are shown for comparison.
$ErrorActionPreference = 'Stop'
Import-Module "$PSScriptRoot/../PSModelPruning.psd1"

# The layers are measured on the validation rows, so there should be enough of them.
$data = Import-Dataset "$PSScriptRoot/data/digits.csv" -Target digit -ValidationFraction 0.2 -Seed 1
$network = $data | Train-Model -Name network -Seed 1

$sensitivity = $network | Measure-LayerSensitivity
$sensitivity | Out-Host

# Without fine-tuning, the comparison shows the effect of the choice alone.
$options = @{ Model = $network; Sparsity = 0.7; Schedule = 'OneShot'; FineTuneEpochs = 0 }
$compete = Invoke-ModelPrune @options -Name 'all compete'
$measured = Invoke-ModelPrune @options -LayerSparsity $sensitivity -Name measured
$erk = Invoke-ModelPrune @options -LayerSparsity Erk -Name Erk
$uniform = Invoke-ModelPrune @options -LayerSparsity Uniform -Name Uniform

$measured.Pruning.Layers | Out-Host

# In practice, you fine-tune.
$tuned = $network | Invoke-ModelPrune -Sparsity 0.7 -LayerSparsity $sensitivity -Name 'fine-tuned' -Seed 1

Compare-Model $network, $compete, $measured, $erk, $uniform, $tuned -WarningAction SilentlyContinue

# The measurement holds for one layer at a time. At 80 % and more, layers lose together what none of them loses alone. Erk, which only looks
# at shapes, is then often the better choice without fine-tuning.
