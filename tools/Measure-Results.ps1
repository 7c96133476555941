<#
.SYNOPSIS
    Measures what the methods for pruning networks achieve, and writes the page of results.
.DESCRIPTION
    Trains the parents (once per seed, kept in -WorkPath), prunes them as Measure-Results.Rows.ps1 specifies, compares each result with its
    parent on the test rows, and writes docs/results.md. Every run is saved immediately in a text file in the folder of the page. An
    interrupted script therefore continues where it stopped, you can measure single rows, and a row that fails does not affect the others.
    On two cores, a row of a fully connected network takes minutes, and all rows take an hour.
.EXAMPLE
    pwsh tools/Measure-Results.ps1 -DataPath ~/data
.EXAMPLE
    dotnet run -c Release --project src/PSModelPruning.Host -- tools/Measure-Results.ps1 -DataPath ~/data -Row 'gradual-*', wanda-50 -Seed 1
#>
param(
    # The folder that holds the data sets: fashion-mnist and cifar10-small, each a folder.
    [Parameter(Mandatory)]
    [string]$DataPath,

    # The keys of the rows to measure; * and ? are wildcards. 'criteria-*' are the tables of criteria.
    [string[]]$Row = '*',

    # The seeds. They are text, because pwsh -File passes a list as one word.
    [string[]]$Seed = '1,2,3',

    # The page. The figures are in the same folder, with the extension .tsv.
    [string]$OutputPath = "$PSScriptRoot/../docs/results.md",

    # The folder for trained parents.
    [string]$WorkPath = "$PSScriptRoot/output/results",

    # Measures rows again even if they were measured before.
    [switch]$Force,

    # Writes the page from the existing figures without measuring anything.
    [switch]$PageOnly
)

$ErrorActionPreference = 'Stop'
$WarningPreference = 'SilentlyContinue'
Import-Module "$PSScriptRoot/../PSModelPruning.psd1"
$plan = & "$PSScriptRoot/Measure-Results.Rows.ps1"
$invariant = [cultureinfo]::InvariantCulture
$patterns = $Row.ForEach{ $_.Split(',') }.Trim()
$seeds = [int[]]$Seed.ForEach{ $_.Split(',') }
$pagePath = [System.IO.Path]::GetFullPath($OutputPath)
$figuresPath = [System.IO.Path]::ChangeExtension($pagePath, '.tsv')
$columns = 'Key', 'Seed', 'Parent', 'Before', 'After', 'Sparsity', 'ParentBytes', 'Bytes', 'FileBytes', 'ParentMacs', 'Macs', 'Seconds', 'Date', 'Command', 'Error'

function Format-Number([double]$number, [string]$format) { if ([double]::IsNaN($number)) { '-' } else { $number.ToString($format, $invariant) } }

function Get-Mean([double[]]$numbers) { $sum = 0.0; foreach ($number in $numbers) { $sum += $number }; $sum / $numbers.Count }

# The standard deviation of a sample; NaN for one number.
function Get-Deviation([double[]]$numbers) {
    if ($numbers.Count -lt 2) { return [double]::NaN }
    $mean = Get-Mean $numbers
    $sum = 0.0
    foreach ($number in $numbers) { $sum += ($number - $mean) * ($number - $mean) }
    [math]::Sqrt($sum / ($numbers.Count - 1))
}

# Entries of -Option as one argument; nothing if there are none.
function Format-Options([string[]]$entries) {
    $given = @($entries.Where{ $_ })
    if ($given.Count) { " -Option @{ $($given -join '; ') }" } else { '' }
}

# All rows: those that must reach something, and one for each criterion and number of epochs.
$rows = @($plan.Rows)
foreach ($table in $plan.Criteria) {
    foreach ($epochs in $table.Epochs) {
        foreach ($method in $table.Methods) {
            $more = if ($plan.MethodArguments.ContainsKey($method) -and -not ($table.Arguments -like '*-Granularity*' -and $plan.MethodArguments[$method] -like '*-Granularity*')) { " $($plan.MethodArguments[$method])" } else { '' }
            $rows += @{
                Key     = "criteria-$($table.Key)-$epochs-$method"
                Parent  = $table.Parent
                Seeds   = 3
                Command = "`$parent | Invoke-ModelPrune -Dataset `$data -Method $method $($table.Arguments)$more$(Format-Options $table.Options, $plan.MethodOptions[$method]) -FineTuneEpochs $epochs -Threads 1 -Seed `$seed"
            }
        }
    }
}

# What was measured so far: by key and seed the figures of the last run, as text. A run whose command has changed since does not count.
function Read-Figures {
    $runs = @{}
    if (-not [System.IO.File]::Exists($figuresPath)) { return $runs }
    $lines = [System.IO.File]::ReadAllLines($figuresPath)
    $names = $lines[0].Split("`t")
    for ($i = 1; $i -lt $lines.Count; $i++) {
        $parts = $lines[$i].Split("`t")
        if ($parts.Count -ne $names.Count) { continue }
        $run = @{}
        for ($c = 0; $c -lt $names.Count; $c++) { $run[$names[$c]] = $parts[$c] }
        $runs["$($run.Key)`t$($run.Seed)"] = $run
    }
    $runs
}

function Save-Text([string]$path, [string[]]$lines) {
    [void][System.IO.Directory]::CreateDirectory([System.IO.Path]::GetDirectoryName($path))
    $new = "$path.new"
    try {
        [System.IO.File]::WriteAllText($new, [string]::Join("`n", $lines) + "`n")
        [System.IO.File]::Move($new, $path, $true)
    }
    finally { [System.IO.File]::Delete($new) }
}

function Save-Figures($runs) {
    $lines = [System.Collections.Generic.List[string]]::new()
    $lines.Add([string]::Join("`t", $columns))
    foreach ($row in $rows) {
        foreach ($number in 1..999) {
            $run = $runs["$($row.Key)`t$number"]
            if (-not $run) { continue }
            $lines.Add([string]::Join("`t", $columns.ForEach{ $run[$_] }))
        }
    }
    Save-Text $figuresPath $lines
}

$datasets = @{}
function Get-Data([string]$name) {
    if (-not $datasets.ContainsKey($name)) { $datasets[$name] = Import-Dataset ([System.IO.Path]::Combine($DataPath, $name)) -Seed 1 }
    $datasets[$name]
}

# The parent of a seed, trained or read; one is held at a time.
$held = @{ Name = ''; Model = $null }
function Get-Parent([string]$name, [int]$seed) {
    if ($held.Name -eq "$name $seed") { return $held.Model }
    $data = Get-Data $plan.Parents[$name].Data
    $path = [System.IO.Path]::GetFullPath([System.IO.Path]::Combine($WorkPath, "$($name.ToLowerInvariant())-$seed.psmodel"))
    $model = $null
    if ([System.IO.File]::Exists($path)) {
        $model = Import-Model $path
        if ($model.DatasetHash -ne $data.Hash) { $model = $null }
    }
    if (-not $model) {
        $watch = [System.Diagnostics.Stopwatch]::StartNew()
        $model = & ([scriptblock]::Create($plan.Parents[$name].Command))
        [void][System.IO.Directory]::CreateDirectory($WorkPath)
        $model | Export-Model -Path $path -Force | Out-Null
        Write-Line "        $name, seed ${seed}: trained in $(Format-Number $watch.Elapsed.TotalSeconds '0') s"
    }
    if ($held.Model) { $held.Model.Dispose() }
    $held.Name = "$name $seed"
    $held.Model = $model
    $model
}

function Write-Line([string]$text) { [System.Console]::Out.WriteLine($text) }

# One run of a row: the figures of parent and result on the test rows.
function Measure-Run($row, [int]$seed) {
    $run = @{ Key = $row.Key; Seed = "$seed"; Parent = $row.Parent; Command = $row.Command; Error = ''; Date = [datetime]::UtcNow.ToString('yyyy-MM-dd HH:mm', $invariant) }
    $results = @()
    try {
        $data = Get-Data $plan.Parents[$row.Parent].Data
        $parent = Get-Parent $row.Parent $seed
        $watch = [System.Diagnostics.Stopwatch]::StartNew()
        $results = @(& ([scriptblock]::Create($row.Command)))
        $result = $results[-1]
        $run.Seconds = Format-Number $watch.Elapsed.TotalSeconds '0.0'
        $before, $after = $parent, $result | Compare-Model -Dataset $data
        $run.Before = Format-Number $before.Accuracy 'R'
        $run.After = Format-Number $after.Accuracy 'R'
        $run.Sparsity = Format-Number $(if ($result.Pruning) { $result.Pruning.Sparsity } else { $after.Sparsity }) 'R'
        $run.ParentBytes = Format-Number $before.StoredBytes '0'
        $run.Bytes = Format-Number $after.PackedBytes '0'
        $run.ParentMacs = Format-Number $before.MultiplyAccumulates '0'
        $run.Macs = Format-Number $after.MultiplyAccumulates '0'
        $file = [System.IO.Path]::GetFullPath([System.IO.Path]::Combine($WorkPath, 'result.psmodel'))
        $result | Export-Model -Path $file -Force | Out-Null
        $run.FileBytes = Format-Number ([System.IO.FileInfo]::new($file).Length) '0'
        [System.IO.File]::Delete($file)
    }
    catch {
        $run.Error = "$_" -replace '\s+', ' '
    }
    foreach ($model in $results) { if ($model -is [System.IDisposable]) { $model.Dispose() } }
    $run
}

# The figures of a row over its seeds: means and standard deviations, accuracy in percent.
function Get-Summary($row, $runs) {
    $good = @()
    $errors = @()
    foreach ($number in $seeds) {
        $run = $runs["$($row.Key)`t$number"]
        if (-not $run -or $run.Command -ne $row.Command) { continue }
        if ($run.Error) { $errors += $run.Error } else { $good += $run }
    }
    if ($good.Count -eq 0) { return @{ Row = $row; Count = 0; Errors = $errors } }
    $before = [double[]]$good.ForEach{ 100 * [double]::Parse($_.Before, $invariant) }
    $after = [double[]]$good.ForEach{ 100 * [double]::Parse($_.After, $invariant) }
    $lost = [double[]]@(for ($i = 0; $i -lt $good.Count; $i++) { $before[$i] - $after[$i] })
    $mean = @{}
    foreach ($name in 'Sparsity', 'ParentBytes', 'Bytes', 'FileBytes', 'ParentMacs', 'Macs', 'Seconds') { $mean[$name] = Get-Mean ([double[]]$good.ForEach{ [double]::Parse($_[$name], $invariant) }) }
    @{
        Row = $row; Count = $good.Count; Errors = $errors; Seeds = [string]::Join(', ', $good.ForEach{ $_.Seed })
        Before = Get-Mean $before; After = Get-Mean $after; Lost = Get-Mean $lost
        BeforeDeviation = Get-Deviation $before; AfterDeviation = Get-Deviation $after; LostDeviation = Get-Deviation $lost
        Sparsity = $mean.Sparsity; Bytes = $mean.Bytes; FileBytes = $mean.FileBytes; BytesRatio = $mean.ParentBytes / $mean.Bytes; FileRatio = $mean.ParentBytes / $mean.FileBytes
        Macs = $mean.Macs; MacsRatio = $mean.ParentMacs / [math]::Max(1, $mean.Macs); Seconds = $mean.Seconds
    }
}

function Format-WithDeviation([double]$mean, [double]$deviation) {
    if ([double]::IsNaN($deviation)) { Format-Number $mean '0.00' } else { "$(Format-Number $mean '0.00') ± $(Format-Number $deviation '0.00')" }
}

function Get-Explanation([string]$key, [string]$method) {
    foreach ($pattern in $plan.Explanations.Keys) { if ("$key-$method" -like $pattern) { return $plan.Explanations[$pattern] } }
    'Not explained yet.'
}

function Write-Page($runs) {
    $all = @{}
    foreach ($row in $rows) {
        $summary = Get-Summary $row $runs
        if ($summary.Count -gt 0) { $all[$row.Key] = $summary }
    }
    $lines = [System.Collections.Generic.List[string]]::new()
    $add = { foreach ($line in $args) { $lines.Add($line) } }
    & $add '# Results' '' 'This page shows what the methods for pruning networks achieve. `tools/Measure-Results.ps1` writes it; do not edit it. `results.tsv` in the same folder contains the figures of every run.' ''
    & $add "Accuracy is the percentage of test rows that are classified correctly, as mean ± standard deviation over the seeds. *Lost* is the difference to the parent of the same seed, in percentage points. Bytes compare the packed parameters with the float32 parameters of the parent; the ratio in parentheses is that of the whole file. A seed determines the initial weights, the order of rows and everything random in a method. The partitions of the data are the same for all seeds. Measured on $([System.Environment]::ProcessorCount) processors, .NET $([System.Environment]::Version)." ''
    & $add '## Goals' '' '| | model | data | how | seeds | before | after | lost | removed | bytes | multiply-accumulates | goal | reached |' '|---|---|---|---|---|---|---|---|---|---|---|---|---|'
    $number = 0
    foreach ($row in $plan.Rows) {
        $number++
        $summary = $all[$row.Key]
        $start = "| $number | $($row.Parent) | $($plan.Parents[$row.Parent].Data) | $($row.How)"
        if (-not $summary) {
            $errors = (Get-Summary $row $runs).Errors
            & $add "$start | | | | | | | | $($row.Must) | $(if ($errors) { "failed: $($errors[0])" } else { 'not measured' }) |"
            continue
        }
        $reached = if (-not $row.Reached) { '' } elseif (& $row.Reached $summary $all) { 'yes' } else { '**no**' }
        & $add ("$start | $($summary.Seeds) | $(Format-WithDeviation $summary.Before $summary.BeforeDeviation) | $(Format-WithDeviation $summary.After $summary.AfterDeviation) | $(Format-WithDeviation $summary.Lost $summary.LostDeviation) " +
            "| $(Format-Number (100 * $summary.Sparsity) '0.0') % | $(Format-Number $summary.Bytes 'N0'), $(Format-Number $summary.BytesRatio '0.0') × smaller ($(Format-Number $summary.FileRatio '0.0') ×) " +
            "| $(Format-Number $summary.Macs 'N0'), $(Format-Number $summary.MacsRatio '0.00') × fewer | $($row.Must) | $reached |")
    }
    & $add '' 'Multiply-accumulates count dense tensors: zero weights do not reduce them here.' '' '## The commands' ''
    & $add 'In each command, `$data` is `Import-Dataset <folder> -Seed 1`, `$parent` is the trained network, and `$seed` is the seed.' '' '```powershell'
    foreach ($name in $plan.Parents.Keys) { & $add "# $name" "`$parent = $($plan.Parents[$name].Command)" }
    $number = 0
    foreach ($row in $plan.Rows) { $number++; & $add '' "# $number. $($row.Key)$(if ($all[$row.Key]) { ": $(Format-Number $all[$row.Key].Seconds '0') s" })" $row.Command }
    & $add '```' '' '## All criteria at 90 % in one shot' '' 'Each method is compared with Random for the same parents, granularity and scope, without fine-tuning and with two epochs of fine-tuning. A figure in **bold** does not beat Random. The reason is below the table.' ''
    foreach ($table in $plan.Criteria) {
        Write-CriteriaTable $table $all $add
    }
    Save-Text $pagePath $lines
}

function Write-CriteriaTable($table, $all, $add) {
    & $add "### $($table.Title)" '' "``Invoke-ModelPrune $($table.Arguments)$(Format-Options $table.Options)``, $($table.Parent)." ''
    $head = '| method |'
    $rule = '|---|'
    foreach ($epochs in $table.Epochs) {
        $head += $(if ($epochs) { " lost after $epochs epochs | accuracy |" } else { ' lost without fine-tuning | accuracy |' })
        $rule += '---|---|'
    }
    & $add $head $rule
    $behind = [System.Collections.Generic.List[string]]::new()
    foreach ($method in $table.Methods) {
        $line = "| $method |"
        foreach ($epochs in $table.Epochs) {
            $summary = $all["criteria-$($table.Key)-$epochs-$method"]
            $random = $all["criteria-$($table.Key)-$epochs-Random"]
            if (-not $summary) { $line += ' - | - |'; continue }
            $figure = Format-WithDeviation $summary.Lost $summary.LostDeviation
            if ($method -ne 'Random' -and $random -and $summary.After -le $random.After) {
                $figure = "**$figure**"
                $behind.Add("- $method, $(if ($epochs) { "$epochs epochs" } else { 'without fine-tuning' }): $(Get-Explanation "$($table.Key)-$epochs" $method)")
            }
            $line += " $figure | $(Format-WithDeviation $summary.After $summary.AfterDeviation) |"
        }
        & $add $line
    }
    & $add ''
    foreach ($line in $behind) { & $add $line }
    if ($behind.Count) { & $add '' }
}

$runs = Read-Figures
if (-not $PageOnly) {
    $wanted = @($rows.Where{ $key = $_.Key; @($patterns.Where{ $key -like $_ }).Count -gt 0 })
    if ($wanted.Count -eq 0) { throw "No row is named $([string]::Join(', ', $patterns)). Known: $([string]::Join(', ', $plan.Rows.ForEach{ $_.Key })), and criteria-<table>-<epochs>-<method> with the tables $([string]::Join(', ', $plan.Criteria.ForEach{ $_.Key }))." }
    # What must be reached comes first, then the tables. Within, parents and seeds are outside, so that a parent is trained or read once.
    $jobs = [System.Collections.Generic.List[object]]::new()
    foreach ($part in @($wanted.Where{ $_.How }), @($wanted.Where{ -not $_.How })) {
        foreach ($name in $plan.Parents.Keys) {
            for ($i = 0; $i -lt $seeds.Count; $i++) {
                foreach ($entry in $part) {
                    if ($entry.Parent -ne $name -or $i -ge $entry.Seeds) { continue }
                    $run = $runs["$($entry.Key)`t$($seeds[$i])"]
                    if (-not $Force -and $run -and -not $run.Error -and $run.Command -eq $entry.Command) { continue }
                    $jobs.Add(@{ Row = $entry; Seed = $seeds[$i] })
                }
            }
        }
    }
    $watch = [System.Diagnostics.Stopwatch]::StartNew()
    for ($i = 0; $i -lt $jobs.Count; $i++) {
        $job = $jobs[$i]
        $run = Measure-Run $job.Row $job.Seed
        $runs["$($run.Key)`t$($run.Seed)"] = $run
        Save-Figures $runs
        $outcome = if ($run.Error) { "FAILED: $($run.Error)" } else { "$(Format-Number (100 * $run.Before) '0.00') -> $(Format-Number (100 * $run.After) '0.00') in $($run.Seconds) s" }
        Write-Line "$(Format-Number $watch.Elapsed.TotalMinutes '0.0') min  $($i + 1) of $($jobs.Count)  $($job.Row.Key), seed $($job.Seed): $outcome"
        if ($i % 20 -eq 19) { Write-Page $runs }
    }
}
Write-Page $runs
"Written: $pagePath"
