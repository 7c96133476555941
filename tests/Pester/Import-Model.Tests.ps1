BeforeAll {
    Import-Module "$PSScriptRoot/../../PSModelPruning.psd1" -Force
    $data = Import-Dataset "$PSScriptRoot/../../examples/data/iris.csv" -Target species -Seed 1
    $model = $data | Train-Model -Epochs 3 -Seed 1
    $file = $model | Export-Model "$TestDrive/good.psmodel"
}

Describe 'Import-Model' {
    It 'gives a model that predicts the same numbers' {
        $read = Import-Model $file
        $before = $data | Get-ModelPrediction $model
        $after = $data | Get-ModelPrediction $read
        $after.Probability | Should -Be $before.Probability
        $after.Prediction | Should -Be $before.Prediction
    }

    It 'keeps seed, hash of the data, history and training run' {
        $read = Import-Model $file
        $read.Seed | Should -Be 1
        $read.DatasetHash | Should -Be $data.Hash
        $read.History.Action | Should -Be 'Trained', 'Imported'
        $read.Training.Count | Should -Be 3
        $read.Dataset | Should -BeNullOrEmpty
    }

    It 'reads what the pipeline brings' {
        @(Get-ChildItem $TestDrive -Filter *.psmodel | Import-Model).Count | Should -Be 1
        @("$TestDrive/*.psmodel" | Import-Model).Count | Should -Be 1
        @(Get-Item $file | Select-Object FullName | Import-Model).Count | Should -Be 1
    }

    It 'can be compared and saved again' {
        $read = Import-Model $file
        ($model, $read | Compare-Model -Dataset $data)[1].AccuracyChange | Should -Be 0
        $again = $read | Export-Model "$TestDrive/again.psmodel"
        (Import-Model $again).History.Action | Should -Be 'Trained', 'Imported', 'Imported'
        Remove-Item $again
    }

    It 'refuses <Name>' -ForEach @(
        @{ Name = 'a truncated file'; Id = 'ModelFileCorrupt'; Edit = { param($bytes) , $bytes[0..($bytes.Count - 200)] } }
        @{ Name = 'a changed byte'; Id = 'ModelFileTampered'; Edit = { param($bytes) $bytes[$bytes.Count - 2000] = $bytes[$bytes.Count - 2000] -bxor 1; , $bytes } }
        @{ Name = 'another kind of file'; Id = 'ModelFileCorrupt'; Edit = { , [byte[]](1..100) } }
    ) {
        [IO.File]::WriteAllBytes("$TestDrive/bad.bin", (& $Edit ([IO.File]::ReadAllBytes($file.FullName))))
        { Import-Model "$TestDrive/bad.bin" } | Should -Throw -ErrorId "$Id,*"
    }

    It 'refuses a path that leads outside, and a newer version' {
        Add-Type -AssemblyName System.IO.Compression
        function Edit-Archive($name, $content) {
            Copy-Item $file "$TestDrive/edited.bin" -Force
            $zip = [IO.Compression.ZipFile]::Open("$TestDrive/edited.bin", 'Update')
            if ($old = $zip.GetEntry($name)) { $old.Delete() }
            $writer = [IO.StreamWriter]::new($zip.CreateEntry($name).Open())
            $writer.Write($content)
            $writer.Dispose()
            $zip.Dispose()
        }
        Edit-Archive '../../evil.json' '{}'
        { Import-Model "$TestDrive/edited.bin" } | Should -Throw -ErrorId 'ModelFileUnsafePath,*'
        Edit-Archive 'manifest.json' '{"format":"psmodel","version":1000,"parts":[],"signature":"x"}'
        { Import-Model "$TestDrive/edited.bin" } | Should -Throw -ErrorId 'ModelFileVersion,*'
    }

    It 'reads the good files among bad ones' {
        New-Item -ItemType Directory "$TestDrive/mixed" | Out-Null
        Copy-Item $file "$TestDrive/mixed/good.psmodel"
        Set-Content "$TestDrive/mixed/bad.psmodel" 'nonsense'
        $read = Import-Model "$TestDrive/mixed/*" -ErrorVariable problems -ErrorAction SilentlyContinue
        @($read).Count | Should -Be 1
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'ModelFileCorrupt,*'
        $problems[0].TargetObject | Should -BeLike '*bad.psmodel'
    }
}
