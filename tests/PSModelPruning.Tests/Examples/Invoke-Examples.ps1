<#
Runs pieces of PowerShell as a reader would type them, and reports what each did.

The jobs are JSON: each has a folder to run in, a script that sets the scene, and pieces that follow one another and share their variables.
The results are JSON too: for each piece, what it printed in a window of 80 columns, the errors, the variables that it set, those that it
set to nothing, and the number of files that it wrote.
#>
param([string]$JobPath, [string]$ResultPath)

# The names of the variables of this script begin with "runner", so they do not collide with those of a piece.
$runnerResults = foreach ($runnerJob in ConvertFrom-Json ([System.IO.File]::ReadAllText($JobPath))) {
    & {
        Set-Location -LiteralPath $runnerJob.Folder
        . ([scriptblock]::Create($runnerJob.Scene))
        foreach ($runnerPiece in $runnerJob.Pieces) {
            $runnerScript = [scriptblock]::Create($runnerPiece.Code)
            $runnerErrors = [System.Collections.Generic.List[string]]::new()
            $runnerText = ''
            $runnerStart = [datetime]::UtcNow
            try {
                $runnerText = . $runnerScript 2>&1 3>$null | ForEach-Object {
                    if ($_ -is [System.Management.Automation.ErrorRecord]) { $runnerErrors.Add("$_ [$($_.FullyQualifiedErrorId)]") } else { $_ }
                } | Out-String -Width 80
            }
            catch { $runnerErrors.Add("$_ [$($_.FullyQualifiedErrorId)]") }
            $runnerSet = $runnerScript.Ast.FindAll({ $args[0] -is [System.Management.Automation.Language.AssignmentStatementAst] }, $false) |
                ForEach-Object { $_.Left.FindAll({ $args[0] -is [System.Management.Automation.Language.VariableExpressionAst] }, $false) } |
                ForEach-Object { $_.VariablePath.UserPath } | Where-Object { $_ -ne 'null' } | Sort-Object -Unique
            @{
                Job     = $runnerJob.Name
                Title   = $runnerPiece.Title
                Text    = $runnerText.Trim()
                Errors  = $runnerErrors
                Set     = @($runnerSet)
                Empty   = @($runnerSet | Where-Object { $null -eq (Get-Variable $_ -ValueOnly -ErrorAction Ignore) })
                Written = @(Get-ChildItem -File -Recurse -Force | Where-Object LastWriteTimeUtc -ge $runnerStart).Count
                Seconds = ([datetime]::UtcNow - $runnerStart).TotalSeconds
            }
        }
    }
}
[System.IO.File]::WriteAllText($ResultPath, (ConvertTo-Json -Depth 4 -InputObject @($runnerResults)))
