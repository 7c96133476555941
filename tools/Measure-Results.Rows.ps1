# What Measure-Results.ps1 measures: the parents that are trained, the rows with their commands and what each must reach, and what is known of criteria that do not beat chance.
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

    # Seeds is the most that are run of those that were asked for: a row of an expensive parent takes the first.
    Rows = @(
        @{
            Key = 'gradual-95'; Parent = 'LeNet300'; Seeds = 3; How = 'Magnitude, Gradual, Element, 95 %'; Must = '≤ 0.5 point lost'
            Command = '$parent | Invoke-ModelPrune -Dataset $data -Sparsity 0.95 -Schedule Gradual -FineTuneEpochs 12 -Threads 1 -Seed $seed'
            Reached = { param($r) $r.Lost -le 0.5 -and $r.Sparsity -ge 0.949 }
        }
        @{
            Key = 'obs-98'; Parent = 'LeNet300'; Seeds = 3; How = 'OptimalBrainSurgeon, Gradual, Element, 98 %'; Must = '≤ 1.5 points lost, better than Magnitude'
            Command = '$parent | Invoke-ModelPrune -Dataset $data -Method OptimalBrainSurgeon -Sparsity 0.98 -Schedule Gradual -FineTuneEpochs 12 -Threads 1 -Seed $seed'
            Reached = { param($r, $all) $r.Lost -le 1.5 -and $all['magnitude-98'] -and $r.Lost -lt $all['magnitude-98'].Lost }
        }
        @{
            Key = 'magnitude-98'; Parent = 'LeNet300'; Seeds = 3; How = 'Magnitude, the same schedule, 98 %'; Must = '(beside it)'
            Command = '$parent | Invoke-ModelPrune -Dataset $data -Method Magnitude -Sparsity 0.98 -Schedule Gradual -FineTuneEpochs 12 -Threads 1 -Seed $seed'
        }
        @{
            Key = 'codebook'; Parent = 'LeNet300'; Seeds = 3; How = 'Gradual 92 %, then a codebook of 4 bits, entropy-coded'; Must = '≥ 40 × smaller than float32, ≤ 0.5 point lost'
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
            Key = 'magnitude-70'; Parent = 'LeNet300'; Seeds = 3; How = 'Magnitude, one shot, 70 %, no fine-tuning'; Must = '(beside it)'
            Command = '$parent | Invoke-ModelPrune -Dataset $data -Method Magnitude -Sparsity 0.7 -Schedule OneShot -FineTuneEpochs 0 -Threads 1 -Seed $seed'
        }
        @{
            Key = 'pattern-24'; Parent = 'LeNet300'; Seeds = 3; How = '2:4, 2 epochs of fine-tuning'; Must = 'exact pattern, ≤ 0.5 point lost'
            Command = '$parent | Invoke-ModelPrune -Dataset $data -Option @{ Pattern = ''2:4'' } -Schedule OneShot -FineTuneEpochs 2 -Threads 1 -Seed $seed'
            Reached = { param($r) $r.Lost -le 0.5 -and [math]::Abs($r.Sparsity - 0.5) -lt 1e-9 }
        }
        @{
            Key = 'int8'; Parent = 'ConvNet'; Seeds = 1; How = 'Int8, static: calibrated activations'; Must = '≤ 0.3 point lost, 3.9 × smaller'
            Command = '$parent | Invoke-ModelPrune -Dataset $data -Quantize Int8 -Seed $seed'
            Reached = { param($r) $r.Lost -le 0.3 -and $r.BytesRatio -ge 3.9 }
        }
    )

    # One shot to 90 %. Every method stands beside Random of the same parent, granularity and scope.
    Criteria = @(
        @{
            Key = 'element'; Title = 'Single weights'; Parent = 'LeNet300'; Epochs = 0, 2; Arguments = '-Sparsity 0.9 -Schedule OneShot'
            Methods = 'Random', 'Magnitude', 'MagnitudeL2', 'Lamp', 'Gradient', 'Taylor', 'Fisher', 'Snip', 'SynFlow', 'Wanda', 'SparseGpt', 'OptimalBrainSurgeon', 'Movement', 'Confidence', 'FeatureImportance'
        }
        @{
            Key = 'neuron'; Title = 'Neurons, the same fraction of every layer'; Parent = 'LeNet300'; Epochs = 0, 2; Arguments = '-Granularity Neuron -Scope Layer -Sparsity 0.9 -Schedule OneShot'
            Methods = 'Random', 'Magnitude', 'MagnitudeL2', 'Lamp', 'Gradient', 'Taylor', 'Fisher', 'Snip', 'SynFlow', 'Wanda', 'SparseGpt', 'OptimalBrainSurgeon', 'Movement', 'GeometricMedian', 'ApoZ', 'MeanActivation', 'Confidence', 'FeatureImportance'
        }
        @{
            Key = 'global'; Title = 'Neurons, all layers compete'; Parent = 'LeNet300'; Epochs = @(2); Arguments = '-Granularity Neuron -Sparsity 0.9 -Schedule OneShot'
            Methods = 'Random', 'Magnitude', 'MagnitudeL2', 'Lamp', 'Taylor', 'Fisher', 'GeometricMedian', 'FeatureImportance'
        }
        @{
            Key = 'batchnorm'; Title = 'Neurons of a network with BatchNorm, trained with -BatchNormL1'; Parent = 'LeNet300Bn'; Epochs = 0, 2; Arguments = '-Granularity Neuron -Scope Layer -Sparsity 0.9 -Schedule OneShot'
            Methods = 'Random', 'BatchNormScale', 'Magnitude'
        }
    )

    # What a method needs beside the arguments of its table. Confidence goes to the fraction where no weight is above its threshold.
    MethodArguments = @{
        Confidence        = '-Threshold 1e12'
        FeatureImportance = '-Granularity Element'
    }

    # Why a method does not beat chance, where it does not: key of the table, epochs, method; * stands for any.
    Explanations = @{
        'element-0-Confidence'      = 'Confidence asks whether a contribution differs from zero, not how great it is. The size of a weight cancels, so at a given fraction it keeps small weights on steady inputs. It is made for -Threshold.'
        'element-2-Confidence'      = 'Confidence asks whether a contribution differs from zero, not how great it is. All weights that read one input are equally confident, so whole columns go and others stay full.'
        'element-0-Movement'        = 'Movement scores what fine-tuning does to the weights. In one shot nothing was trained yet, and the gradients of a trained network on its own training rows are mostly chance. It is made for -Schedule Gradual.'
        'element-2-Movement'        = 'Movement scores what fine-tuning does to the weights, and in one shot it chooses before the two epochs begin. It is made for -Schedule Gradual.'
        'element-0-Gradient'        = 'The gradient says how the loss reacts to a weight, not what is lost without it: without the size of the weight, it keeps zeros and takes large weights.'
        'element-2-Gradient'        = 'The gradient says how the loss reacts to a weight, not what is lost without it. Whole layers keep little, and two epochs do not mend that.'
        'element-0-Snip'            = 'Snip is meant for networks before training. In a trained network the gradient over many rows is near zero, and what is left of it is mostly chance.'
        'element-0-FeatureImportance' = 'Almost all weights of unimportant pixels go, but so do those of pixels that matter little each and much together; the network reads a narrower image than it was trained for.'
        '*-*-ApoZ'                  = 'How often a neuron is above zero says little of what it is worth: one that is seldom active may be the only one that knows a class, and one that always is acts as a bias.'
        '*-*-MeanActivation'        = 'A neuron with a large mean activation may be nearly constant, which a bias replaces: what separates classes is how it varies.'
        'global-*-Magnitude'        = 'The sums of a unit''s weights are divided by the mean of their layer, and what is left varies more in one layer than in the other: nearly all of one layer goes. -Scope Layer or -LayerSparsity help.'
        'global-*-MagnitudeL2'      = 'As Magnitude: one layer varies more about its mean and loses nearly everything. -Scope Layer or -LayerSparsity help.'
        'global-*-GeometricMedian'  = 'Distances of one layer vary more about their mean, and it loses nearly everything. -Scope Layer or -LayerSparsity help.'
        'global-*-Taylor'           = 'The first-order estimate holds for one unit at a time. At 90 % the units of one layer are gone together, and what the last ones were worth was not seen.'
        'neuron-0-OptimalBrainSurgeon' = 'Likely: it moves the weights that stay by a second-order estimate around the trained network, and with nine tenths of the units gone at once the step is too long for that. Fine-tuning mends it.'
        'global-*-Fisher'           = 'As Taylor, likely: an estimate for one unit at a time, while at 90 % the units of a layer go together. -Scope Layer helps.'
        'global-*-FeatureImportance' = 'Likely: importance thins out from layer to layer, so that layers compete by their place. -Scope Layer helps.'
        'neuron-*-Movement'         = 'Nothing was trained yet when a single shot is scored, and the gradients of a trained network on its own training rows are mostly chance.'
        'neuron-*-Confidence'       = 'It averages over the weights that read a unit whether new data confirm them, not how much they carry.'
    }
}
