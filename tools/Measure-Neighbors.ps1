# Measures how many prototypes each method keeps and what that costs, and writes the table into docs/pruning-neighbors.md.
# Run it in PowerShell 7 after a build: pwsh tools/Measure-Neighbors.ps1
$ErrorActionPreference = 'Stop'
Import-Module "$PSScriptRoot/../PSModelPruning.psd1" -Force
$data = "$PSScriptRoot/../examples/data"
$sets = @(
    @{ Name = 'digits (not scaled)'; Path = "$data/digits.csv"; Target = 'digit'; Scale = 'None' }
    @{ Name = 'breast cancer'; Path = "$data/breast-cancer.csv"; Target = 'diagnosis'; Scale = 'Standard' }
    @{ Name = 'wine'; Path = "$data/wine.csv"; Target = 'cultivar'; Scale = 'Standard' }
)
$ways = [ordered]@{
    'not pruned' = { $args[0] }
    'Condensation' = { $args[0] | Invoke-ModelPrune -Method Condensation }
    'Drop3' = { $args[0] | Invoke-ModelPrune -Method Drop3 }
    'Editing' = { $args[0] | Invoke-ModelPrune -Method Editing }
    'RepeatedEditing' = { $args[0] | Invoke-ModelPrune -Method RepeatedEditing }
    'AllKnn' = { $args[0] | Invoke-ModelPrune -Method AllKnn }
    'TomekLinks' = { $args[0] | Invoke-ModelPrune -Method TomekLinks }
    'KMeans, 19 %' = { $args[0] | Invoke-ModelPrune -Method KMeans -Sparsity 0.81 -Seed 1 }
    'KMeans, 10 %' = { $args[0] | Invoke-ModelPrune -Method KMeans -Sparsity 0.9 -Seed 1 }
    'KMeans, 5 %' = { $args[0] | Invoke-ModelPrune -Method KMeans -Sparsity 0.95 -Seed 1 }
    'RepeatedEditing, then Condensation' = { $args[0] | Invoke-ModelPrune -Method RepeatedEditing | Invoke-ModelPrune -Method Condensation }
    'RepeatedEditing, then KMeans, 19 %' = { $args[0] | Invoke-ModelPrune -Method RepeatedEditing | Invoke-ModelPrune -Method KMeans -Sparsity 0.81 -Seed 1 }
}
$figures = @{}
foreach ($set in $sets) {
    foreach ($seed in 1..5) {
        $model = Import-Dataset -Path $set.Path -Target $set.Target -Scale $set.Scale -Seed $seed | Train-Model -Kind Neighbors -Neighbors 3
        foreach ($way in $ways.Keys) {
            $result = & $ways[$way] $model
            $score = (Compare-Model -Model $result -WarningAction Ignore).Accuracy
            $figures["$($set.Name)|$way"] += , @(($result.Prototypes / $model.Prototypes), $score)
        }
    }
}
$mean = { param($key, $place) ($figures[$key].ForEach({ $_[$place] }) | Measure-Object -Average).Average }
$culture = [cultureinfo]::InvariantCulture
$lines = @(
    '| Method |' + -join $sets.ForEach({ " $($_.Name) | |" })
    '|---|' + '--:|--:|' * $sets.Count
    '| |' + ' rows kept | accuracy |' * $sets.Count
    foreach ($way in $ways.Keys) {
        "| $way |" + -join $sets.ForEach({
            [string]::Format($culture, ' {0:0.0} % | {1:0.0} % |', 100 * (& $mean "$($_.Name)|$way" 0), 100 * (& $mean "$($_.Name)|$way" 1)) })
    }
)
$page = "$PSScriptRoot/../docs/pruning-neighbors.md"
$text = [IO.File]::ReadAllText($page)
$end = $text.IndexOf('<!-- table -->') + '<!-- table -->'.Length
[IO.File]::WriteAllText($page, $text.Substring(0, $end) + "`n`n" + ($lines -join "`n") + "`n")
$lines
