<#
What the examples of a page take for granted: the folder of the project, a reader's own files, and models made before. Dot-sourced in the folder
that the examples run in; $pageText is the page.

Data is small, so that an example takes a second: every second digit, and tables of a few rows.
#>
$ErrorActionPreference = 'Continue'

if (-not $global:reader) {
    $global:reader = & {
        $ErrorActionPreference = 'Stop'
        $files = Join-Path ([System.IO.Path]::GetTempPath()) "PSModelPruning-reader-$PID"
        $null = New-Item -ItemType Directory $files, "$files/models", "$files/fashion-mnist"
        $examples = "$projectRoot/examples/data"

        $digits = [System.IO.File]::ReadAllLines("$examples/digits.csv")
        $small = for ($line = 0; $line -lt $digits.Length; $line += 2) { $digits[$line] }
        [System.IO.File]::WriteAllLines("$files/digits.csv", [string[]]$small)

        $iris = Import-Csv "$examples/iris.csv"
        Copy-Item "$examples/iris.csv" $files
        $iris | Select-Object -ExcludeProperty species | Export-Csv "$files/flowers.csv"
        $compressed = [System.IO.Compression.GZipStream]::new([System.IO.File]::Create("$files/visits.csv.gz"), [System.IO.Compression.CompressionMode]::Compress)
        $bytes = [System.IO.File]::ReadAllBytes("$files/flowers.csv")
        $compressed.Write($bytes, 0, $bytes.Length)
        $compressed.Dispose()
        [System.IO.File]::ReadAllLines("$examples/iris.csv")[1..150] | Set-Content "$files/adult-train.csv"
        [System.IO.File]::ReadAllLines("$examples/iris.csv")[21..70] | Set-Content "$files/adult-test.csv"
        1..200 | ForEach-Object { [pscustomobject]@{ hour = $_ % 24; distance = if ($_ % 7) { $_ * 37 % 900 }; delay = $_ * 13 % 60 } } |
            Export-Csv "$files/flights.csv"
        1..60 | ForEach-Object { [pscustomobject]@{ w1 = $_ * 7 % 1000; w2 = $_ * 77 % 1000; w3 = $_ * 777 % 1000; topic = 'sport', 'law' | Select-Object -Index ($_ % 2) } } |
            Export-Csv "$files/words.csv"
        foreach ($part in @{ Name = 'train'; Rows = 100 }, @{ Name = 't10k'; Rows = 20 }) {
            # Images of 28 x 28: a stripe whose place is the class.
            $images = [byte[]]::new(16 + 784 * $part.Rows)
            $labels = [byte[]]::new(8 + $part.Rows)
            $images[2], $images[3], $images[7], $images[11], $images[15] = 8, 3, $part.Rows, 28, 28
            $labels[2], $labels[3], $labels[7] = 8, 1, $part.Rows
            for ($row = 0; $row -lt $part.Rows; $row++) {
                $labels[8 + $row] = $row % 10
                for ($column = 0; $column -lt 28; $column++) { $images[16 + 784 * $row + 28 * 2 * ($row % 10) + $column] = 200 + $row % 50 }
            }
            [System.IO.File]::WriteAllBytes("$files/fashion-mnist/$($part.Name)-images-idx3-ubyte", $images)
            [System.IO.File]::WriteAllBytes("$files/fashion-mnist/$($part.Name)-labels-idx1-ubyte", $labels)
        }
        Copy-Item -Recurse "$files/fashion-mnist" "$files/images"

        $data = Import-Dataset "$examples/iris.csv" -Target species -Seed 1
        $model = $data | Train-Model -Name trained -Epochs 5 -Seed 1
        $pruned = $model | Invoke-ModelPrune -Sparsity 0.5 -FineTuneEpochs 1 -Name pruned -Seed 1
        $tree = $data | Train-Model -Kind Tree -Seed 1
        $null = $model | Export-Model "$files/iris.psmodel"
        $null = $model, $pruned | ForEach-Object { Export-Model -Model $_ "$files/models/$($_.Name).psmodel" }
        $digit = Import-Dataset "$files/digits.csv" -Target digit -Seed 1
        $null = $digit | Train-Model -Epochs 3 -Seed 1 | Export-Model "$files/digits.psmodel"
        $null = $digit | Train-Model -Layers 'linear 300', 'relu', 'linear 100', 'relu' -Epochs 1 -Seed 1 | Export-Model "$files/lenet300.psmodel"
        # The manifest of the project, for pages that import the module from the folder that they are read in.
        [System.IO.File]::ReadAllText("$projectRoot/PSModelPruning.psd1").Replace("'bin/", "'$projectRoot/bin/") | Set-Content "$files/PSModelPruning.psd1"

        @{ Files = $files; Data = $data; Model = $model; Pruned = $pruned; Tree = $tree }
    }
}

$data, $model, $pruned, $tree = $global:reader.Data, $global:reader.Model, $global:reader.Pruned, $global:reader.Tree
$models = $model, $tree

$null = New-Item -ItemType Directory 'examples/data'
Copy-Item "$projectRoot/examples/data/*.csv" 'examples/data'
Copy-Item "$($global:reader.Files)/digits.csv" 'examples/data'
# The files that the page reads, and not those that it writes.
Get-ChildItem $global:reader.Files |
    Where-Object { $pageText.Contains($_.Name) -and $pageText -notmatch ('Export-Model [^\n|]*' + [regex]::Escape($_.Name)) } |
    Copy-Item -Recurse -Destination .

# Graphviz need not be installed.
function dot { }
