BeforeAll {
    Import-Module "$PSScriptRoot/../../PSModelPruning.psd1" -Force
    $file = "$PSScriptRoot/../../examples/data/iris-boosted.onnx"
    $csv = "$PSScriptRoot/../../examples/data/iris.csv"
    $data = Import-Dataset $csv -Target species -Scale None -Missing Keep -Seed 1
}

Describe 'Import-Model of an ONNX file' {
    It 'gives a model that predicts rows by place' {
        $model = Import-Model $file -Classes setosa, versicolor, virginica
        $rows = Import-Csv $csv
        $predicted = $rows | Select-Object -ExcludeProperty species | Get-ModelPrediction $model

        $model.Kind | Should -Be 'Boosted'
        $right = @(0..149 | Where-Object { $predicted[$_].Prediction -eq $rows[$_].species }).Count
        $right | Should -BeGreaterThan 142
    }

    It 'predicts the same rows by the names x1, x2 ...' {
        $model = Import-Model $file
        $named = [pscustomobject]@{ x4 = 0.2; x3 = 1.4; x2 = 3.5; x1 = 5.1; other = 1 } | Get-ModelPrediction $model
        $placed = [pscustomobject]@{ a = 5.1; b = 3.5; c = 1.4; d = 0.2 } | Get-ModelPrediction $model

        $named.Prediction | Should -Be '0'
        $named.Probability | Should -Be $placed.Probability
    }

    It 'refuses rows that have another number of columns and other names' {
        { [pscustomobject]@{ a = 1; b = 2 } | Get-ModelPrediction (Import-Model $file) -ErrorAction Stop } |
            Should -Throw -ErrorId 'PredictionColumnMissing*' -ExpectedMessage '*4 columns by their place*'
    }

    It 'prunes, compares and saves it like any model' {
        $model = Import-Model $file -Classes setosa, versicolor, virginica
        $small = $model | Invoke-ModelPrune -Method Truncation -Sparsity 0.5 -Dataset $data -Seed 1
        $back = $small | Export-Model "$TestDrive/small.psmodel" | Import-Model

        $small.Complexity | Should -Be 30
        $mine = Get-ModelPrediction $small -InputObject $data
        $its = Get-ModelPrediction $back -InputObject $data
        ($mine.Probability -join ' ') | Should -Be ($its.Probability -join ' ')
        (Compare-Model $model, $small -Dataset $data)[1].Accuracy | Should -BeGreaterThan 0.85
    }

    It 'says that classes do not fit' {
        { Import-Model $file -Classes a, b } | Should -Throw -ErrorId 'OnnxClassesMismatch*' -ExpectedMessage '*-Classes*'
        { $data | Train-Model -Kind Tree | Export-Model "$TestDrive/tree.psmodel" | Import-Model -Classes a, b, c -ErrorAction Stop } |
            Should -Throw -ErrorId 'ModelFileNamesClasses*'
    }

    It 'is not fooled by a name' {
        Set-Content "$TestDrive/no.onnx" 'not a model'
        Copy-Item $file "$TestDrive/model.bin"

        { Import-Model "$TestDrive/no.onnx" } | Should -Throw -ErrorId 'ModelFileCorrupt*' -ExpectedMessage '*Onnx (.onnx)*'
        (Import-Model "$TestDrive/model.bin").Complexity | Should -Be 60
    }
}

Describe 'Export-Model to an extension of no format' {
    It 'is an error that lists the formats: <_>' -ForEach 'net.onnx', 'net.bin', 'net.v2' {
        $tree = $data | Train-Model -Kind Tree
        { $tree | Export-Model "$TestDrive/$_" } |
            Should -Throw -ErrorId 'ModelFormatUnknown*' -ExpectedMessage '*PSModel (.psmodel), Text (.txt), Dot (.dot)*'
        Test-Path "$TestDrive/$_" | Should -BeFalse
    }

    It 'writes a model under any name if the format is named' {
        $tree = $data | Train-Model -Kind Tree
        ($tree | Export-Model "$TestDrive/net.v2" -Format PSModel | Import-Model).Kind | Should -Be 'Tree'
    }
}
