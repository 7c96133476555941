@{
    RootModule           = 'bin/PSModelPruning.dll'
    ModuleVersion        = '0.1.0'
    GUID                 = '83420ed6-6994-41de-9dc4-1fd2a1a64313'
    Author               = 'The PSModelPruning authors'
    CompanyName          = 'PSModelPruning'
    Copyright            = '(c) The PSModelPruning authors. MIT licence.'
    Description          = 'Trains models from raw data, prunes them and proves what the pruning cost: networks, decision trees, forests, boosted trees, nearest neighbours, ensembles and the features that they read, towards a sparsity or a budget of accuracy, size, computation or latency.'
    PowerShellVersion    = '7.4'
    CompatiblePSEditions = @('Core')
    TypesToProcess       = @('bin/PSModelPruning.Types.ps1xml')
    FormatsToProcess     = @('bin/PSModelPruning.Format.ps1xml')
    FunctionsToExport    = @()
    VariablesToExport    = @()
    CmdletsToExport      = @(
        'Compare-Model'
        'ConvertTo-QuantizedModel'
        'Export-Model'
        'Get-ModelPrediction'
        'Import-Dataset'
        'Import-Model'
        'Invoke-ModelPrune'
        'Invoke-ModelTraining'
        'Join-Model'
        'Measure-FeatureImportance', 'Measure-LayerSensitivity', 'Measure-PruningPath'
        'Select-ModelFeature'
    )
    AliasesToExport      = @('Train-Model')
    PrivateData          = @{
        PSData = @{
            Tags         = @('MachineLearning', 'NeuralNetwork', 'DecisionTree', 'RandomForest', 'NearestNeighbor', 'FeatureSelection', 'Pruning', 'ModelCompression', 'TorchSharp', 'PSEdition_Core', 'Linux', 'Windows', 'MacOS')
            LicenseUri   = 'https://opensource.org/license/mit'
            ProjectUri   = 'https://github.com/PSModelPruning/PSModelPruning'
            ReleaseNotes = 'See CHANGELOG.md.'
        }
    }
}
