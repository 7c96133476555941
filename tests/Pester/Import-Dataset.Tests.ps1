BeforeAll {
    Import-Module "$PSScriptRoot/../../PSModelPruning.psd1" -Force
    $data = "$PSScriptRoot/../../examples/data"
}

Describe 'Import-Dataset' {
    It 'reads a table and divides it' {
        $digits = Import-Dataset "$data/digits.csv" -Target digit -Seed 1
        $digits.TrainingRows, $digits.ValidationRows, $digits.TestRows | Should -Be 1258, 180, 359
        $digits.Classes.Count | Should -Be 10
    }

    It 'gives the same data from a file and from Import-Csv' {
        $file = Import-Dataset "$data/wine.csv" -Target cultivar -Seed 2
        $rows = Import-Csv "$data/wine.csv" | Import-Dataset -Target cultivar -Seed 2
        $rows.Hash | Should -Be $file.Hash
    }

    It 'takes the output of other cmdlets' {
        $rows = Get-Command -CommandType Cmdlet -Module Microsoft.PowerShell.Utility |
            ForEach-Object { [pscustomobject]@{ Length = $_.Name.Length; Verb = $_.Verb; HasDash = $_.Name -like '*-C*' } }
        ($rows | Import-Dataset -Target HasDash -ValidationFraction 0).Classes | Should -Be 'False', 'True'
    }

    It 'tells what was done to each column' {
        $columns = (Import-Dataset "$data/iris.csv" -Target species).Columns
        $columns.Name | Should -Be 'sepal_length', 'sepal_width', 'petal_length', 'petal_width', 'species'
        $columns[0].Preparation | Should -BeLike 'number; standard scaled*'
    }

    It 'shows rows, features, classes and partitions at a glance' {
        $text = Import-Dataset "$data/iris.csv" -Target species -Seed 1 | Out-String -Width 100
        $text | Should -Match 'Classification\s+150\s+4\s+3\s+105/15/30\s+species'
    }

    It 'survives ConvertTo-Json and Export-Csv without its numbers' {
        $digits = Import-Dataset "$data/digits.csv" -Target digit
        ($digits | Select-Object * -ExcludeProperty Columns | ConvertTo-Json).Length | Should -BeLessThan 2000
        ($digits | ConvertTo-Csv)[1] | Should -Match '"digits"'
    }

    It 'tells of images in a few lines of JSON' {
        $folder = New-Item -ItemType Directory "$TestDrive/images"
        [IO.File]::WriteAllBytes("$folder/train-images-idx3-ubyte", [byte[]](@(0, 0, 8, 3, 0, 0, 0, 20, 0, 0, 0, 28, 0, 0, 0, 28) + @(7) * (20 * 784)))
        [IO.File]::WriteAllBytes("$folder/train-labels-idx1-ubyte", [byte[]](@(0, 0, 8, 1, 0, 0, 0, 20) + @(0, 1) * 10))
        $images = Import-Dataset $folder
        $images.Features | Should -Be 784
        $images.Columns.Name | Should -Be 'pixel_0_0 … pixel_27_27', 'label'
        ($images | ConvertTo-Json).Length | Should -BeLessThan 3000
    }

    It 'completes the target from the header' {
        (TabExpansion2 "Import-Dataset '$data/iris.csv' -Target spe").CompletionMatches.CompletionText | Should -Be 'species'
        (TabExpansion2 "Import-Csv -Delimiter ',' -LiteralPath '$data/iris.csv' | Import-Dataset -Target spe").CompletionMatches.CompletionText | Should -Be 'species'
    }

    It 'names the nearest columns when the target is misspelt' {
        { Import-Dataset "$data/iris.csv" -Target specis } | Should -Throw -ErrorId 'TargetNotFound,*' -ExpectedMessage '*species*'
    }
}
