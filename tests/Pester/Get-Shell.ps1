# The program that runs this, with its first argument where it needs one: for tests that start a PowerShell of their own.
[Environment]::ProcessPath
if ([System.IO.Path]::GetFileNameWithoutExtension([Environment]::ProcessPath) -eq 'dotnet') { [Environment]::GetCommandLineArgs()[0] }
