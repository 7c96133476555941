# Cleans raw rows with gaps, outliers, dates and text, and shows how each column was prepared.
# Run it with: dotnet run -c Release --project src/PSModelPruning.Host -- examples/Import-And-Clean.ps1
$ErrorActionPreference = 'Stop'
Import-Module "$PSScriptRoot/../PSModelPruning.psd1"

# A month of deliveries as another program might return them: objects with missing values.
$cities = 'Bern', 'Basel', 'Chur'
$deliveries = foreach ($i in 1..240) {
    $distance = 2 + ($i * 37 % 50)
    $weight = if ($i % 17) { 0.5 + ($i * 13 % 40) / 10 } else { $null }
    [pscustomobject]@{
        Ordered  = [datetime]::new(2024, 5, 1).AddHours(3 * $i)
        City     = if ($i % 29) { $cities[$i % 3] } else { '' }
        Distance = if ($i -eq 100) { 5000 } else { $distance }
        Weight   = $weight
        Express  = $i % 4 -eq 0
        Minutes  = 10 + 2 * $distance + $i % 7 - 5 * ($i % 4 -eq 0)
    }
}

$data = $deliveries | Import-Dataset -Target Minutes -Missing Median -Outlier Clip -Seed 1 -Name deliveries
foreach ($column in $data.Columns) {
    '{0,-9} {1}' -f $column.Name, $column.Preparation
}
$data

# Options for a file: robust scaling, and half of the training rows with balanced classes.
Import-Dataset "$PSScriptRoot/data/wine.csv" -Target cultivar -Scale Robust -SampleFraction 0.5 -Balance Oversample -Seed 1
