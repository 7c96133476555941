# Somebody else trained boosted trees and left an ONNX file. How small can they be, with data but without the code that trained them?
Import-Module "$PSScriptRoot/../PSModelPruning.psd1"

# The file names neither columns nor classes. Its columns are matched by place, and -Classes names the classes.
$boosted = Import-Model "$PSScriptRoot/data/iris-boosted.onnx" -Classes setosa, versicolor, virginica
$boosted.History | Format-List

# Trees compare raw numbers, so nothing is scaled.
$data = Import-Dataset "$PSScriptRoot/data/iris.csv" -Target species -Scale None -Missing Keep -ValidationFraction 0.2 -Seed 1

$half = $boosted | Invoke-ModelPrune -Method Truncation -Sparsity 0.5 -Dataset $data -Name 'first half'
$few = $boosted | Invoke-ModelPrune -Method ReducedError -Sparsity 0.8 -Dataset $data -Name 'few rounds'
Compare-Model $boosted, $half, $few -Dataset $data

# The result is a file like that of any model.
$file = Join-Path ([System.IO.Path]::GetTempPath()) 'iris-few.psmodel'
$null = $few | Export-Model $file -Force
Import-Csv "$PSScriptRoot/data/iris.csv" | Select-Object -First 3 -ExcludeProperty species | Get-ModelPrediction (Import-Model $file)
Remove-Item $file
