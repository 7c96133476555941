BeforeAll {
    Import-Module "$PSScriptRoot/../../PSModelPruning.psd1" -Force
    $data = Import-Dataset "$PSScriptRoot/../../examples/data/iris.csv" -Target species -Seed 1
    $model = $data | Train-Model -Epochs 5 -Seed 1
}

Describe 'ConvertTo-QuantizedModel' {
    It 'gives what Invoke-ModelPrune -Quantize gives' {
        $one = $model | ConvertTo-QuantizedModel -Scheme Codebook -CodebookBits 3 -Epochs 1 -Seed 1
        $other = $model | Invoke-ModelPrune -Quantize Codebook -Option @{ CodebookBits = 3; QuantizeEpochs = 1 } -Seed 1
        ($one.Pruning.Quantization | ConvertTo-Json -Depth 4) | Should -Be ($other.Pruning.Quantization | ConvertTo-Json -Depth 4)
    }

    It 'names its own parameters in errors' {
        { $model | ConvertTo-QuantizedModel -Scheme Int8 -LearningRate 0.1 } | Should -Throw -ErrorId 'ParameterNotForQuantization,*' -ExpectedMessage '*-LearningRate*-Epochs*'
    }

    It 'refuses <With>' -ForEach @(
        @{ With = 'a range'; More = @{ CodebookBits = 13 }; Id = 'ParameterArgumentValidationError' }
        @{ With = 'a target'; More = @{ Option = @{ Sparsity = 0.5 } }; Id = 'PruningNotQuantizing' }
        @{ With = 'an option twice'; More = @{ CodebookBits = 4; Option = @{ codebookbits = 4 } }; Id = 'OptionTwice' }
    ) {
        { $model | ConvertTo-QuantizedModel -Scheme Codebook @More } | Should -Throw -ErrorId "$Id,*"
    }

    It 'refuses models without numbers to quantize' {
        { $data | Train-Model -Kind Tree | ConvertTo-QuantizedModel -Scheme Int8 } | Should -Throw -ErrorId 'NetworkNeeded,*'
    }
}
