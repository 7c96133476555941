BeforeAll {
    Import-Module "$PSScriptRoot/../../PSModelPruning.psd1" -Force
    $data = Import-Dataset -Path "$PSScriptRoot/../../examples/data/iris.csv" -Target species -Seed 1
    $linear = $data | Train-Model -Kind Linear -Epochs 3 -Seed 1 -Name plain
    $network = $data | Train-Model -Layers 'linear 8', 'relu' -Epochs 3 -Seed 1 -Name deep
    $rows = $linear, $network | Compare-Model
}

Describe 'Compare-Model' {
    It 'gives one object a model, in order, compared with the first' {
        $rows.Name | Should -Be 'plain', 'deep'
        $rows[0].IsReference | Should -BeTrue
        $rows[1].Reference | Should -Be 'plain'
        $rows[1].AccuracyChange | Should -Be (100 * ($rows[1].Accuracy - $rows[0].Accuracy))
    }

    It 'shows a short list beside objects of other types, and when a list is asked for' {
        foreach ($shown in ($data, $linear, $rows[1] | Out-String -Width 80), ($linear | Format-List | Out-String -Width 80), ($rows[1] | Format-List | Out-String -Width 80)) {
            $lines = @(($shown -split "`r?`n").Where{ $_ -match '^\w.* : ' })
            $lines.Count | Should -BeIn (9..26)
            $shown | Should -Not -Match 'DatasetHash|RecallChange'
        }
        ($data | Format-List | Out-String) | Should -Match 'Train/Val/Test +: 105/15/30'
        ($linear | Format-List * | Out-String) | Should -Match 'DatasetHash'
    }

    It 'gives models and figures that become small JSON' {
        foreach ($value in $data, $linear, $rows[1]) {
            $json = $value | ConvertTo-Json -Depth 3 -WarningAction Ignore
            $json.Length | Should -BeLessThan 30000
            ($json | ConvertFrom-Json).Name | Should -Be $value.Name
        }
    }

    It 'shows a table that a terminal of eighty columns holds, with accuracy, size and latency' {
        $text = ($rows | Out-String -Width 80).Trim() -split "`r?`n"
        $text[0] | Should -Match '^Name +Accuracy +Complexity +Packed KB +Latency ms'
        $text[2] | Should -Match '^plain +\d+[.,]\d\d % '
        $text[3] | Should -Match '^deep .*\([+-]?\d+[.,]\d\d\).*\(×\d'
    }

    It 'has the confusion matrix and the figures of each class' {
        $rows[0].ClassFigures.Class | Should -Be $data.Classes
        ($rows[0].ConfusionMatrix | ForEach-Object { $_ } | Measure-Object -Sum).Sum | Should -Be $data.TestRows
        ($rows[0].ClassFigures.Rows | Measure-Object -Sum).Sum | Should -Be $data.TestRows
    }

    It 'survives ConvertTo-Json and Export-Csv as plain values' {
        $json = $rows[1] | ConvertTo-Json -Depth 3 | ConvertFrom-Json
        $json.Accuracy | Should -Be $rows[1].Accuracy
        $json.ConfusionMatrix[0].Count | Should -Be 3
        $json.ClassFigures[0].Class | Should -Be 'setosa'
        $rows | Export-Csv -Path TestDrive:/comparison.csv
        (Import-Csv -Path TestDrive:/comparison.csv)[1].Parameters | Should -Be '67'
    }

    It 'completes the partitions' {
        (TabExpansion2 -inputScript 'Compare-Model -Partition ' -cursorColumn 25).CompletionMatches.CompletionText | Should -Be 'Test', 'Training', 'Validation'
    }

    It 'says what is missing when a model from a file has no data set' {
        $linear | Export-Model -Path TestDrive:/plain.psmodel
        $loaded = Import-Model -Path TestDrive:/plain.psmodel
        { $loaded | Compare-Model } | Should -Throw -ErrorId 'DatasetMissing*' -ExpectedMessage '*-Dataset*'
        ($loaded | Compare-Model -Dataset $data).Accuracy | Should -Be $rows[0].Accuracy
    }

    It 'refuses data of another schema' {
        $wine = Import-Dataset -Path "$PSScriptRoot/../../examples/data/wine.csv" -Target cultivar
        { $linear | Compare-Model -Dataset $wine } | Should -Throw -ErrorId 'SchemaMismatch*'
    }

    It 'warns when the rows may have been learned' {
        $other = Import-Dataset -Path "$PSScriptRoot/../../examples/data/iris.csv" -Target species -Seed 2
        $row = $linear | Compare-Model -Dataset $other -WarningVariable warned -WarningAction SilentlyContinue
        $warned | Should -Match 'another division'
        $row.Remarks.Count | Should -Be 1
    }
}
