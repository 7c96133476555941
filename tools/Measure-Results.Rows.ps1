# What Measure-Results.ps1 measures: the parents to train, the rows with their commands and goals, and why some criteria do not beat chance.
# In a command $data is the data set, $parent the trained network and $seed the seed. To add a row, add it here.
@{
    Parents = [ordered]@{
        LeNet300   = @{ Data = 'fashion-mnist'; Command = '$data | Train-Model -Preset LeNet300 -Threads 1 -Seed $seed' }
        LeNet300Bn = @{
            Data    = 'fashion-mnist'
            Command = '$data | Train-Model -Layers flatten, ''linear 300'', batchnorm, relu, ''linear 100'', batchnorm, relu -BatchNormL1 1e-4 -Threads 1 -Seed $seed'
        }
        ConvNet    = @{ Data = 'fashion-mnist'; Command = '$data | Train-Model -Preset ConvNet -Epochs 5 -Seed $seed' }
        LeNet5     = @{ Data = 'fashion-mnist'; Command = '$data | Train-Model -Preset LeNet5 -Epochs 12 -Seed $seed' }
        ResNet20   = @{ Data = 'cifar10-small'; Command = '$data | Train-Model -Preset ResNet20 -Epochs 30 -Seed $seed' }
    }

    # Seeds is the maximum number of seeds. A row of an expensive parent uses only the first ones.
    Rows = @(
        @{
            Key = 'gradual-95'; Parent = 'LeNet300'; Seeds = 3; How = 'Magnitude, Gradual, Element, 95 %'; Must = '≤ 0.5 points lost'
            Command = '$parent | Invoke-ModelPrune -Dataset $data -Sparsity 0.95 -Schedule Gradual -FineTuneEpochs 12 -Threads 1 -Seed $seed'
            Reached = { param($r) $r.Lost -le 0.5 -and $r.Sparsity -ge 0.949 }
        }
        @{
            Key = 'obs-98'; Parent = 'LeNet300'; Seeds = 3; How = 'OptimalBrainSurgeon, Gradual, Element, 98 %'; Must = '≤ 1.5 points lost, better than Magnitude'
            Command = '$parent | Invoke-ModelPrune -Dataset $data -Method OptimalBrainSurgeon -Sparsity 0.98 -Schedule Gradual -FineTuneEpochs 12 -Threads 1 -Seed $seed'
            Reached = { param($r, $all) $r.Lost -le 1.5 -and $all['magnitude-98'] -and $r.Lost -lt $all['magnitude-98'].Lost }
        }
        @{
            Key = 'magnitude-98'; Parent = 'LeNet300'; Seeds = 3; How = 'Magnitude, the same schedule, 98 %'; Must = '(for comparison)'
            Command = '$parent | Invoke-ModelPrune -Dataset $data -Method Magnitude -Sparsity 0.98 -Schedule Gradual -FineTuneEpochs 12 -Threads 1 -Seed $seed'
        }
        @{
            Key = 'codebook'; Parent = 'LeNet300'; Seeds = 3; How = 'Gradual 92 %, then a codebook of 4 bits, entropy-coded'; Must = '≥ 40 × smaller than float32, ≤ 0.5 points lost'
            Command = '$parent | Invoke-ModelPrune -Dataset $data -Sparsity 0.92 -FineTuneEpochs 15 -Option @{ LearningRate = 0.001; CodebookBits = 4; QuantizeEpochs = 3 } -Quantize Codebook -Threads 1 -Seed $seed'
            Reached = { param($r) $r.Lost -le 0.5 -and $r.BytesRatio -ge 40 }
        }
        @{
            Key = 'surgery-985'; Parent = 'LeNet5'; Seeds = 1; How = 'DynamicSurgery, Element, 98.5 %'; Must = '≤ 1.5 points lost'
            Command = '$parent | Invoke-ModelPrune -Dataset $data -Sparsity 0.985 -Schedule DynamicSurgery -FineTuneEpochs 10 -Seed $seed'
            Reached = { param($r) $r.Lost -le 1.5 -and $r.Sparsity -ge 0.9845 }
        }
        @{
            Key = 'taylor-channels'; Parent = 'ConvNet'; Seeds = 1; How = 'Taylor, Channel, 70 %, Iterative'; Must = '≤ 1.5 points lost, ≥ 3 × fewer multiply-accumulates'
            Command = '$parent | Invoke-ModelPrune -Dataset $data -Method Taylor -Granularity Channel -Sparsity 0.7 -Schedule Iterative -Steps 4 -FineTuneEpochs 2 -Seed $seed'
            Reached = { param($r) $r.Lost -le 1.5 -and $r.Sparsity -ge 0.69 -and $r.MacsRatio -ge 3 }
        }
        @{
            Key = 'resnet20-macs'; Parent = 'ResNet20'; Seeds = 3; How = 'GeometricMedian, Channel, half the multiply-accumulates, with distillation'; Must = '≤ 2 points lost, ≥ 2 × fewer multiply-accumulates'
            Command = '$parent | Invoke-ModelPrune -Dataset $data -Method GeometricMedian -Granularity Channel -Option @{ Scope = ''Layer'' } -Sparsity 0.29 -DistillationWeight 0.7 -FineTuneEpochs 10 -Seed $seed'
            Reached = { param($r) $r.Lost -le 2 -and $r.MacsRatio -ge 2 }
        }
        @{
            Key = 'wanda-50'; Parent = 'LeNet300'; Seeds = 3; How = 'Wanda, one shot, 50 %, no fine-tuning'; Must = '≤ 1 point lost'
            Command = '$parent | Invoke-ModelPrune -Dataset $data -Method Wanda -Sparsity 0.5 -Schedule OneShot -FineTuneEpochs 0 -Threads 1 -Seed $seed'
            Reached = { param($r) $r.Lost -le 1 -and $r.Sparsity -ge 0.499 }
        }
        @{
            Key = 'sparsegpt-50'; Parent = 'LeNet300'; Seeds = 3; How = 'SparseGpt, one shot, 50 %, no fine-tuning'; Must = '≤ 1 point lost'
            Command = '$parent | Invoke-ModelPrune -Dataset $data -Method SparseGpt -Sparsity 0.5 -Schedule OneShot -FineTuneEpochs 0 -Threads 1 -Seed $seed'
            Reached = { param($r) $r.Lost -le 1 -and $r.Sparsity -ge 0.499 }
        }
        @{
            Key = 'sparsegpt-70'; Parent = 'LeNet300'; Seeds = 3; How = 'SparseGpt, one shot, 70 %, no fine-tuning'; Must = 'at least Magnitude'
            Command = '$parent | Invoke-ModelPrune -Dataset $data -Method SparseGpt -Sparsity 0.7 -Schedule OneShot -FineTuneEpochs 0 -Threads 1 -Seed $seed'
            Reached = { param($r, $all) $all['magnitude-70'] -and $r.Lost -le $all['magnitude-70'].Lost }
        }
        @{
            Key = 'magnitude-70'; Parent = 'LeNet300'; Seeds = 3; How = 'Magnitude, one shot, 70 %, no fine-tuning'; Must = '(for comparison)'
            Command = '$parent | Invoke-ModelPrune -Dataset $data -Method Magnitude -Sparsity 0.7 -Schedule OneShot -FineTuneEpochs 0 -Threads 1 -Seed $seed'
        }
        @{
            Key = 'pattern-24'; Parent = 'LeNet300'; Seeds = 3; How = '2:4, 2 epochs of fine-tuning'; Must = 'exact pattern, ≤ 0.5 points lost'
            Command = '$parent | Invoke-ModelPrune -Dataset $data -Option @{ Pattern = ''2:4'' } -Schedule OneShot -FineTuneEpochs 2 -Threads 1 -Seed $seed'
            Reached = { param($r) $r.Lost -le 0.5 -and [math]::Abs($r.Sparsity - 0.5) -lt 1e-9 }
        }
        @{
            Key = 'int8'; Parent = 'ConvNet'; Seeds = 1; How = 'Int8, static: calibrated activations'; Must = '≤ 0.3 points lost, 3.9 × smaller'
            Command = '$parent | Invoke-ModelPrune -Dataset $data -Quantize Int8 -Seed $seed'
            Reached = { param($r) $r.Lost -le 0.3 -and $r.BytesRatio -ge 3.9 }
        }
    )

    # One shot to 90 %. Every method is compared with Random for the same parent, granularity and scope.
    Criteria = @(
        @{
            Key = 'element'; Title = 'Single weights'; Parent = 'LeNet300'; Epochs = 0, 2; Arguments = '-Sparsity 0.9 -Schedule OneShot'
            Methods = 'Random', 'Magnitude', 'MagnitudeL2', 'Lamp', 'Gradient', 'Taylor', 'Fisher', 'Snip', 'SynFlow', 'Wanda', 'SparseGpt', 'OptimalBrainSurgeon', 'Movement', 'Confidence', 'FeatureImportance'
        }
        @{
            Key = 'neuron'; Title = 'Neurons, the same fraction of every layer'; Parent = 'LeNet300'; Epochs = 0, 2; Arguments = '-Granularity Neuron -Sparsity 0.9 -Schedule OneShot'; Options = "Scope = 'Layer'"
            Methods = 'Random', 'Magnitude', 'MagnitudeL2', 'Lamp', 'Gradient', 'Taylor', 'Fisher', 'Snip', 'SynFlow', 'Wanda', 'SparseGpt', 'OptimalBrainSurgeon', 'Movement', 'GeometricMedian', 'ApoZ', 'MeanActivation', 'Confidence', 'FeatureImportance'
        }
        @{
            Key = 'global'; Title = 'Neurons, all layers compete'; Parent = 'LeNet300'; Epochs = @(2); Arguments = '-Granularity Neuron -Sparsity 0.9 -Schedule OneShot'
            Methods = 'Random', 'Magnitude', 'MagnitudeL2', 'Lamp', 'Taylor', 'Fisher', 'GeometricMedian', 'FeatureImportance'
        }
        @{
            Key = 'batchnorm'; Title = 'Neurons of a network with BatchNorm, trained with -BatchNormL1'; Parent = 'LeNet300Bn'; Epochs = 0, 2; Arguments = '-Granularity Neuron -Sparsity 0.9 -Schedule OneShot'; Options = "Scope = 'Layer'"
            Methods = 'Random', 'BatchNormScale', 'Magnitude'
        }
    )

    # What a method needs in addition to the arguments of its table.
    MethodArguments = @{ FeatureImportance = '-Granularity Element' }

    # The entries of -Option that a method needs. With this threshold, no weight is above it, so Confidence removes the whole fraction.
    MethodOptions = @{ Confidence = 'Threshold = 1e12' }

    # Why a method does not beat chance. The key is table-epochs-method; * matches any.
    Explanations = @{
        'element-0-Confidence'      = 'Confidence tests whether a contribution differs from zero, not how large it is. The size of a weight cancels, so at a given fraction it keeps small weights of steady inputs. It is made for the option Threshold.'
        'element-2-Confidence'      = 'Confidence tests whether a contribution differs from zero, not how large it is. All weights that read one input have the same confidence, so whole columns are removed and others stay complete.'
        'element-0-Movement'        = 'Movement scores what fine-tuning does to the weights. In one shot, there is no training to observe, and the gradients of a trained network on its own training rows are mostly chance. It is made for -Schedule Gradual.'
        'element-2-Movement'        = 'Movement scores what fine-tuning does to the weights. In one shot, it selects before the two epochs begin. It is made for -Schedule Gradual.'
        'element-0-Gradient'        = 'The gradient shows how the loss reacts to a change of a weight, not to its removal. It ignores the size of the weight, so it keeps zeros and removes large weights.'
        'element-2-Gradient'        = 'The gradient shows how the loss reacts to a change of a weight, not to its removal. Whole layers lose nearly everything, and two epochs do not repair that.'
        'element-0-Snip'            = 'Snip is meant for networks before training. In a trained network, the gradient over many rows is near zero, and what remains is mostly chance.'
        'element-0-FeatureImportance' = 'Almost all weights of unimportant pixels are removed, but so are those of pixels that matter little alone and much together. The network reads a narrower image than in training.'
        '*-*-ApoZ'                  = 'How often a neuron is active says little about its value. A neuron that is rarely active may be the only one that detects a class, and one that is always active acts as a bias.'
        '*-*-MeanActivation'        = 'A neuron with a large mean activation may be nearly constant, and a bias can replace it. Classes are separated by how an activation varies.'
        'global-*-Magnitude'        = 'The sums of the weights of a unit are divided by the mean of their layer. The quotients vary more in one layer than in the other, so nearly all of one layer is removed. The option Scope = ''Layer'' or -LayerSparsity helps.'
        'global-*-MagnitudeL2'      = 'As for Magnitude, one layer varies more around its mean and loses nearly everything. The option Scope = ''Layer'' or -LayerSparsity helps.'
        'global-*-GeometricMedian'  = 'The distances in one layer vary more around their mean, and it loses nearly everything. The option Scope = ''Layer'' or -LayerSparsity helps.'
        'global-*-Taylor'           = 'The first-order estimate holds for one unit at a time. At 90 %, most units of a layer are removed together, and the estimate does not see what the last ones are worth.'
        'neuron-0-OptimalBrainSurgeon' = 'Probably because it changes the remaining weights by a second-order estimate around the trained network. With 90 % of the units removed at once, the step is too large for that estimate. Fine-tuning repairs it.'
        'global-*-Fisher'           = 'Probably as for Taylor: the estimate holds for one unit at a time, while at 90 % most units of a layer are removed together. The option Scope = ''Layer'' helps.'
        'global-*-FeatureImportance' = 'Probably because importance decreases from layer to layer, so layers compete by their position. The option Scope = ''Layer'' helps.'
        'neuron-*-Movement'         = 'In one shot, there is no training to observe, and the gradients of a trained network on its own training rows are mostly chance.'
        'neuron-*-Confidence'       = 'It averages whether new data confirms the weights that read a unit, not how much they contribute.'
    }
}
