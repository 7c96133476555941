# Deploy a model: train and save it, read it as a service would, and predict raw rows.
$ErrorActionPreference = 'Stop'
Import-Module "$PSScriptRoot/../PSModelPruning.psd1"

$file = Join-Path ([IO.Path]::GetTempPath()) "wine-$PID.psmodel"
try {
    # Where the model is trained
    $saved = Import-Dataset "$PSScriptRoot/data/wine.csv" -Target cultivar -Seed 1 | Train-Model -Epochs 40 -Seed 1 | Export-Model $file
    'Saved in {0:N0} bytes.' -f $saved.Length

    # Where the model is used: no data set and no training, only the file
    $model = Import-Model $file
    'History of the model:'
    foreach ($event in $model.History) { '  {0}: {1}' -f $event.Action, $event.Description }

    'Predictions for raw rows:'
    $rows = Get-ModelPrediction "$PSScriptRoot/data/wine.csv" $model
    $right = @($rows | Where-Object { $_.Prediction -eq $_.Actual }).Count
    '  {0} of {1} wines are predicted correctly (the model learned from most of these rows)' -f $right, $rows.Count
}
finally {
    Remove-Item $file -ErrorAction Ignore
}
