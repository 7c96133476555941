# Add predictions to rows from any source: objects, dictionaries, or the lines of a file.
$ErrorActionPreference = 'Stop'
Import-Module "$PSScriptRoot/../PSModelPruning.psd1"

$iris = "$PSScriptRoot/data/iris.csv"
$model = Import-Dataset $iris -Target species -Seed 1 | Train-Model -Kind Linear -Epochs 60 -LearningRate 0.05 -Seed 1

# Measurements as objects. One value is missing and is filled as in training.
$flowers = @(
    [pscustomobject]@{ Id = 'A1'; sepal_length = 5.0; sepal_width = 3.4; petal_length = 1.5; petal_width = 0.2 }
    [pscustomobject]@{ Id = 'A2'; sepal_length = 6.1; sepal_width = $null; petal_length = 4.7; petal_width = 1.4 }
    [pscustomobject]@{ Id = 'A3'; sepal_length = 7.2; sepal_width = 3.0; petal_length = 6.0; petal_width = 2.2 }
)
$flowers | Get-ModelPrediction $model -AllProbabilities -WarningAction SilentlyContinue | ForEach-Object {
    '{0}: {1} ({2:P0}; virginica {3:P0})' -f $_.Id, $_.Prediction, $_.Probability, $_.Probability_virginica
}

# The flowers of a file that the model predicts wrongly
Get-ModelPrediction $iris $model | Where-Object { $_.Prediction -ne $_.Actual }
