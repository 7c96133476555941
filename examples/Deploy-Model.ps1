# A model goes into service: train it here, save it, read it back as the service would, and predict raw rows with it.
$ErrorActionPreference = 'Stop'
Import-Module "$PSScriptRoot/../PSModelPruning.psd1"

$file = Join-Path ([IO.Path]::GetTempPath()) "wine-$PID.psmodel"
try {
    # Where the model is made
    $saved = Import-Dataset "$PSScriptRoot/data/wine.csv" -Target cultivar -Seed 1 | Train-Model -Epochs 40 -Seed 1 | Export-Model $file
    'Saved in {0:N0} bytes.' -f $saved.Length

    # Where it is used: no data set, no training, only the file
    $model = Import-Model $file
    'The model was made like this:'
    foreach ($event in $model.History) { '  {0}: {1}' -f $event.Action, $event.Description }

    'And it predicts rows as they come:'
    $rows = Get-ModelPrediction "$PSScriptRoot/data/wine.csv" $model
    $right = @($rows | Where-Object { $_.Label -eq $_.Actual }).Count
    '  {0} of {1} wines right' -f $right, $rows.Count
}
finally {
    Remove-Item $file -ErrorAction Ignore
}
