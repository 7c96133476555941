BeforeAll {
    Import-Module "$PSScriptRoot/../../PSModelPruning.psd1" -Force
    $shell = @(& "$PSScriptRoot/Get-Shell.ps1")
}

Describe 'The module' {
    It 'prints nothing when it is imported' {
        $printed = & $shell[0] ($shell | Select-Object -Skip 1) -NoProfile -NonInteractive -Command "Import-Module '$PSScriptRoot/../../PSModelPruning.psd1'" *>&1
        $printed | Should -BeNullOrEmpty
    }

    It 'is valid as a gallery wants it' {
        $manifest = Test-ModuleManifest "$PSScriptRoot/../../PSModelPruning.psd1"
        $manifest.PrivateData.PSData.Tags | Should -Not -BeNullOrEmpty
        $manifest.LicenseUri | Should -Not -BeNullOrEmpty
        $manifest.ProjectUri | Should -Not -BeNullOrEmpty
        $manifest.ReleaseNotes | Should -Not -BeNullOrEmpty
        $manifest.ExportedCmdlets.Keys | Should -Not -Contain '*'
    }

    It 'uses approved verbs only' {
        $approved = (Get-Verb).Verb
        (Get-Command -Module PSModelPruning -CommandType Cmdlet).Verb | Sort-Object -Unique | Should -BeIn $approved
    }

    It 'offers Train-Model for Invoke-ModelTraining' {
        (Get-Alias Train-Model).Definition | Should -Be 'Invoke-ModelTraining'
    }

    It 'gives every cmdlet an output type' {
        foreach ($command in Get-Command -Module PSModelPruning -CommandType Cmdlet) {
            $command.OutputType.Name | Should -Not -BeNullOrEmpty -Because $command.Name
        }
    }

    It 'explains itself in about_PSModelPruning' {
        (Get-Help about_PSModelPruning) -join "`n" | Should -Match 'Invoke-ModelPrune'
    }
}
