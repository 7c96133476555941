# Describe a network layer by layer. What does each layer cost, and is the network better than the preset at reading digits?
$ErrorActionPreference = 'Stop'
Import-Module "$PSScriptRoot/../PSModelPruning.psd1"

$digits = Import-Dataset -Path "$PSScriptRoot/data/digits.csv" -Target digit -Seed 1

# The output layer, with one neuron per digit, follows from the data set.
$own = $digits | Train-Model -Layers 'linear 96', 'batchnorm', 'relu', 'dropout 0.2', 'linear 48', 'relu' -Epochs 15 -Seed 1
$preset = $digits | Train-Model -Preset Mlp -Epochs 15 -Seed 1

# Out-Host separates the tables of two kinds of objects.
$own.Layers | Out-Host
Compare-Model $preset, $own
