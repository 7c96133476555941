<#
What a reader has after cloning the project: its example data and its manifest, and nothing else. Dot-sourced in the folder in which the
examples of a page run; $pagePath is the page.

Every second digit is enough here, so an example takes a second.
#>
$ErrorActionPreference = 'Continue'

$null = New-Item -ItemType Directory 'examples/data'
Copy-Item -Recurse "$projectRoot/examples/data/*" 'examples/data'
$digits = [System.IO.File]::ReadAllLines("$projectRoot/examples/data/digits.csv")
$small = for ($line = 0; $line -lt $digits.Length; $line += 2) { $digits[$line] }
[System.IO.File]::WriteAllLines((Join-Path $PWD 'examples/data/digits.csv'), [string[]]$small)
[System.IO.File]::ReadAllText("$projectRoot/PSModelPruning.psd1").Replace("'bin/", "'$projectRoot/bin/") | Set-Content 'PSModelPruning.psd1'

# The help topic is read where the module is installed, so its table is the reader's own.
if ($pagePath.EndsWith('.txt')) { Copy-Item 'examples/data/digits.csv' . }
Remove-Variable digits, small, line -ErrorAction Ignore
