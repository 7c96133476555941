BeforeAll {
    Import-Module "$PSScriptRoot/../../PSModelPruning.psd1" -Force
    $data = Import-Dataset "$PSScriptRoot/../../examples/data/iris.csv" -Target species -Seed 1
    $model = $data | Train-Model -Epochs 3 -Seed 1
    $digits = Import-Dataset "$PSScriptRoot/../../examples/data/digits.csv" -Target digit -Seed 1
    $dense = $digits | Train-Model -Layers 'linear 64', 'relu' -Epochs 2 -Seed 1
}

Describe 'Export-Model' {
    It 'gives the file it wrote' {
        $file = $model | Export-Model "$TestDrive/a.psmodel"
        $file | Should -BeOfType IO.FileInfo
        $file.Length | Should -BeGreaterThan $model.PackedBytes
    }

    It 'writes a quantized model as small as it says, and it predicts the same when it is read' -ForEach @(
        @{ Quantize = 'Int8'; Times = 3.4 }, @{ Quantize = 'Int4'; Times = 5.5 }, @{ Quantize = 'Float16'; Times = 1.9 }, @{ Quantize = 'BFloat16'; Times = 1.9 }, @{ Quantize = 'Codebook'; Times = 4.5 }
    ) {
        $small = $dense | Invoke-ModelPrune -Quantize $Quantize -Seed 1
        $file = $small | Export-Model "$TestDrive/$Quantize.psmodel"
        $plain = $dense | Export-Model "$TestDrive/$Quantize-dense.psmodel"

        ($small.StoredBytes / $small.PackedBytes) | Should -BeGreaterThan $Times
        ($plain.Length - $file.Length) | Should -BeGreaterThan ($dense.PackedBytes - $small.PackedBytes - 3kb)

        $back = Import-Model $file.FullName
        $back.PackedBytes | Should -Be $small.PackedBytes
        $rows = Import-Csv "$PSScriptRoot/../../examples/data/digits.csv" | Select-Object -First 50
        $there = @($rows | Get-ModelPrediction $back)
        $here = @($rows | Get-ModelPrediction $small)
        $there.Count | Should -Be 50
        # How a network is computed is chosen by measuring, so the last digits may differ.
        for ($i = 0; $i -lt 50; $i++) {
            $there[$i].Prediction | Should -Be $here[$i].Prediction
            $here[$i].Probability | Should -BeGreaterThan 0
            [Math]::Abs($there[$i].Probability - $here[$i].Probability) | Should -BeLessThan 1e-5
        }
    }

    It 'writes a pruned model with a codebook in a fraction of its size' {
        $wide = $digits | Train-Model -Layers 'linear 200', 'relu' -Epochs 2 -Seed 1
        $small = $wide | Invoke-ModelPrune -Sparsity 0.9 -FineTuneEpochs 1 -Quantize Codebook -Option @{ CodebookBits = 4 } -Seed 1
        $file = $small | Export-Model "$TestDrive/codebook.psmodel"

        ($small.StoredBytes / $small.PackedBytes) | Should -BeGreaterThan 20
        $file.Length | Should -BeLessThan ($small.PackedBytes + 12kb)
        (Import-Model $file.FullName).Sparsity | Should -Be $small.Sparsity
    }

    It 'takes model and path in any order and from the pipeline' {
        (Export-Model $model "$TestDrive/p1.psmodel").Name | Should -Be 'p1.psmodel'
        (Export-Model "$TestDrive/p2.psmodel" $model).Name | Should -Be 'p2.psmodel'
        ($model | Export-Model -Path "$TestDrive/p3.psmodel").Name | Should -Be 'p3.psmodel'
        (Export-Model -Path "$TestDrive/p4.psmodel" $model).Name | Should -Be 'p4.psmodel'
        (Export-Model "$TestDrive/p5.psmodel" -Model $model).Name | Should -Be 'p5.psmodel'
    }

    It 'writes relative to the current location' {
        Push-Location $TestDrive
        try { ($model | Export-Model relative.psmodel).DirectoryName | Should -Be (Get-Item $TestDrive).FullName } finally { Pop-Location }
    }

    It 'gives the same bytes for the same model' {
        $null = $model | Export-Model "$TestDrive/b1.psmodel"
        $null = $model | Export-Model "$TestDrive/b2.psmodel"
        (Get-FileHash "$TestDrive/b1.psmodel").Hash | Should -Be (Get-FileHash "$TestDrive/b2.psmodel").Hash
    }

    It 'replaces a file with -Force only, and asks with -WhatIf only' {
        $null = $model | Export-Model "$TestDrive/c.psmodel"
        { $model | Export-Model "$TestDrive/c.psmodel" -ErrorAction Stop } | Should -Throw -ErrorId 'FileExists,*'
        $model | Export-Model "$TestDrive/c.psmodel" -Force -WhatIf | Should -BeNullOrEmpty
        $model | Export-Model "$TestDrive/c.psmodel" -Force | Should -Not -BeNullOrEmpty
    }

    It 'leaves nothing behind where the folder does not exist' {
        { $model | Export-Model "$TestDrive/absent/d.psmodel" -ErrorAction Stop } | Should -Throw -ErrorId 'FolderNotFound,*'
        Test-Path "$TestDrive/absent" | Should -BeFalse
    }

    It 'reports a full disk and leaves nothing behind' -Skip:$IsWindows {
        $null = $model | Export-Model "$TestDrive/full.psmodel"
        $command = "Import-Module '$PSScriptRoot/../../PSModelPruning.psd1'; `$m = Import-Model '$TestDrive/full.psmodel'; " +
            "try { `$m | Export-Model '$TestDrive/tiny/x.psmodel' -ErrorAction Stop } catch { `$_.FullyQualifiedErrorId }; " +
            "@(Get-ChildItem -Force '$TestDrive/tiny').Count"
        $run = (@(& "$PSScriptRoot/Get-Shell.ps1") + '-NoProfile', '-Command').ForEach{ "'$_'" } -join ' '
        $run += ' "' + $command.Replace('$', '\$') + '"'
        $null = New-Item -ItemType Directory "$TestDrive/tiny"
        $mount = "mount -t tmpfs -o size=16k tmpfs '$TestDrive/tiny'"
        if ((Get-Command unshare -ErrorAction Ignore) -and (unshare --mount --map-root-user sh -c "$mount && echo mounted" 2>$null)) {
            $output = unshare --mount --map-root-user sh -c "$mount && $run"
            $expected = 'DiskFull'
        }
        else {
            # Where nothing can be mounted, no file may grow beyond 4 KB. (The runtime keeps its code in a larger one unless told not to.)
            $output = sh -c "trap '' XFSZ; ulimit -f 8; export DOTNET_EnableWriteXorExecute=0; $run"
            $expected = 'FileWriteFailed'
        }
        $output | Should -Be "$expected,PSModelPruning.Commands.ExportModelCommand", '0'
    }

    It 'completes the formats' {
        (TabExpansion2 'Export-Model -Format ').CompletionMatches.CompletionText | Should -Contain 'PSModel'
    }

    It 'names the known formats when one is misspelt' {
        { $model | Export-Model "$TestDrive/e.psmodel" -Format Onix } | Should -Throw '*PSModel*'
    }
}
