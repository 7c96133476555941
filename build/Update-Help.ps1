<#
Makes en-US/PSModelPruning.dll-Help.xml (MAML) from docs/cmdlets/*.md and from what Get-Command knows: syntax, types, aliases, what is
required, what takes pipeline input. Runs in pwsh and in the project's host:

    dotnet run -c Release --project src/PSModelPruning.Host -- build/Update-Help.ps1
#>
param([string]$OutputPath = [System.IO.Path]::Combine($PSScriptRoot, '..', 'en-US', 'PSModelPruning.dll-Help.xml'))

$ErrorActionPreference = 'Stop'
Import-Module "$PSScriptRoot/../PSModelPruning.psd1"

$common = [System.Management.Automation.PSCmdlet]::CommonParameters
$maml = 'http://schemas.microsoft.com/maml/2004/10'
$command = 'http://schemas.microsoft.com/maml/dev/command/2004/10'
$dev = 'http://schemas.microsoft.com/maml/dev/2004/10'

# Reads a page into its parts: the synopsis, the text of each '## ' section, and the '### ' entries of a section.
function Read-Page([string]$path) {
    $page = @{ Name = ''; Synopsis = ''; Sections = [ordered]@{} }
    $section = ''
    $inCode = $false
    foreach ($line in [System.IO.File]::ReadAllLines($path)) {
        if ($line.StartsWith('```')) { $inCode = -not $inCode }
        if (-not $inCode -and $line -match '^# (.+)$') { $page.Name = $Matches[1].Trim() }
        elseif (-not $inCode -and $line -match '^## (.+)$') {
            $section = $Matches[1].Trim()
            $page.Sections[$section] = [System.Collections.Generic.List[string]]::new()
        }
        elseif ($section) { $page.Sections[$section].Add($line) }
        elseif ($line.Trim()) { $page.Synopsis = ($page.Synopsis + ' ' + $line.Trim()).Trim() }
    }
    $page
}

function Split-Entries($lines) {
    $entries = [ordered]@{}
    $name = $null
    $inCode = $false
    foreach ($line in $lines) {
        if ($line.StartsWith('```')) { $inCode = -not $inCode }
        if (-not $inCode -and $line -match '^### (.+)$') {
            $name = $Matches[1].Trim()
            $entries[$name] = [System.Collections.Generic.List[string]]::new()
        }
        elseif ($name) { $entries[$name].Add($line) }
    }
    $entries
}

# Paragraphs of plain text: wrapped lines are joined, marks of emphasis and code are taken away, list items and tables stay lines.
function Get-Paragraphs($lines) {
    $paragraph = ''
    $inCode = $false
    foreach ($line in @($lines) + '') {
        if ($line.StartsWith('```')) { $inCode = -not $inCode; if ($paragraph) { $paragraph; $paragraph = '' }; continue }
        if ($inCode) { '    ' + $line; continue }
        $text = $line.Trim() -replace '\*\*|`', '' -replace '\[([^\]]+)\]\([^)]+\)', '$1'
        $isItem = $text -match '^([-*] |\d+\. |\|)'
        if (-not $text -or $isItem) { if ($paragraph) { $paragraph }; $paragraph = '' }
        if ($text -match '^\|[-| :]+\|$') { continue }
        if ($text) { $paragraph = ($paragraph + ' ' + $text).Trim() }
    }
}

function Write-Text($xml, [string]$prefix, [string]$name, [string]$namespace, $paragraphs) {
    $xml.WriteStartElement($prefix, $name, $namespace)
    foreach ($text in $paragraphs) { $xml.WriteElementString('maml', 'para', $maml, $text) }
    $xml.WriteEndElement()
}

function Get-TypeName([type]$type) {
    $inner = [Nullable]::GetUnderlyingType($type)
    if ($inner) { $type = $inner }
    $short = @{ 'Int32' = 'int'; 'Int64' = 'long'; 'Double' = 'double'; 'String' = 'string'; 'Boolean' = 'bool'; 'Object' = 'object'; 'PSObject' = 'psobject'; 'IDictionary' = 'hashtable'; 'Hashtable' = 'hashtable' }
    $element = if ($type.IsArray) { $type.GetElementType() } else { $type }
    $name = if ($short.ContainsKey($element.Name)) { $short[$element.Name] } else { $element.Name }
    if ($type.IsArray) { $name + '[]' } else { $name }
}

# An attribute of the module's own, which says what the engine does not know of a parameter.
function Get-OwnAttribute($parameter, [string]$name) { $parameter.Attributes | Where-Object { $_.GetType().Name -eq $name } | Select-Object -First 1 }

# What the cmdlet itself asks for is required too.
function Test-Required($parameter, [string]$set) {
    $own = Get-OwnAttribute $parameter 'RequiredAttribute'
    $parameter.IsMandatory -or ($own -and (-not $own.Sets.Count -or $own.Sets -contains $set))
}

function Write-Parameter($xml, $parameter, $entries, [string]$set, [bool]$inSyntax) {
    $shownAs = Get-OwnAttribute $parameter 'ShownAsAttribute'
    $type = if ($shownAs) { $shownAs.Type } else { $parameter.ParameterType }
    $xml.WriteStartElement('command', 'parameter', $command)
    $xml.WriteAttributeString('required', "$([bool](Test-Required $parameter $set))".ToLowerInvariant())
    $xml.WriteAttributeString('variableLength', "$($type.IsArray)".ToLowerInvariant())
    $wildcards = @($parameter.Attributes | Where-Object { $_ -is [System.Management.Automation.SupportsWildcardsAttribute] }).Count -gt 0
    $xml.WriteAttributeString('globbing', "$wildcards".ToLowerInvariant())
    $from = @()
    if ($parameter.ValueFromPipeline -or (Get-OwnAttribute $parameter 'FromInputAttribute')) { $from += 'ByValue' }
    if ($parameter.ValueFromPipelineByPropertyName) { $from += 'ByPropertyName' }
    $pipeline = if ($from) { "True ($($from -join ', '))" } else { 'False' }
    $xml.WriteAttributeString('pipelineInput', $pipeline)
    $position = if ($parameter.Position -ge 0) { "$($parameter.Position)" } else { 'named' }
    $xml.WriteAttributeString('position', $position)
    $aliases = if ($parameter.Aliases.Count) { $parameter.Aliases -join ', ' } else { 'none' }
    $xml.WriteAttributeString('aliases', $aliases)
    $xml.WriteElementString('maml', 'name', $maml, $parameter.Name)
    $entry = $entries['-' + $parameter.Name]
    $paragraphs = if ($null -ne $entry) { @(Get-Paragraphs $entry) } else { @() }
    if (-not $paragraphs -and $parameter.Name -eq 'WhatIf') { $paragraphs = @('Tells what would be done, and does nothing.') }
    if (-not $paragraphs -and $parameter.Name -eq 'Confirm') { $paragraphs = @('Asks before anything is done.') }
    Write-Text $xml 'maml' 'Description' $maml $paragraphs
    $typeName = Get-TypeName $type
    $values = @($parameter.Attributes | Where-Object { $_ -is [System.Management.Automation.ValidateSetAttribute] } | ForEach-Object { $_.ValidValues })
    $enum = if ($type.IsArray) { $type.GetElementType() } else { $type }
    if (-not $values -and $enum.IsEnum) { $values = [enum]::GetNames($enum) }
    if ($inSyntax -and $values) {
        $xml.WriteStartElement('command', 'parameterValueGroup', $command)
        foreach ($value in $values) {
            $xml.WriteStartElement('command', 'parameterValue', $command)
            $xml.WriteAttributeString('required', 'false')
            $xml.WriteAttributeString('variableLength', 'false')
            $xml.WriteString($value)
            $xml.WriteEndElement()
        }
        $xml.WriteEndElement()
    }
    if (-not ($inSyntax -and $type -eq [switch])) {
        $xml.WriteStartElement('command', 'parameterValue', $command)
        $xml.WriteAttributeString('required', "$($type -ne [switch])".ToLowerInvariant())
        $xml.WriteAttributeString('variableLength', "$($type.IsArray)".ToLowerInvariant())
        $xml.WriteString($typeName)
        $xml.WriteEndElement()
    }
    $xml.WriteStartElement('dev', 'type', $dev)
    $xml.WriteElementString('maml', 'name', $maml, $typeName)
    $xml.WriteElementString('maml', 'uri', $maml, '')
    $xml.WriteEndElement()
    # A page states a default in a sentence of its own: "Default: 0.2." or "Default: 4 for Iterative, 20 for Gradual."
    $stated = [regex]::Match(@(@($paragraphs) -notmatch '^[-*] ') -join "`n", '(?m)(?<=^|\s)Default: (.+?)\.?(?=\s*$|(?<=\.)\s)')
    $default = if ($stated.Success) { $stated.Groups[1].Value } elseif ($parameter.ParameterType -eq [switch]) { 'False' } else { 'None' }
    $xml.WriteElementString('dev', 'defaultValue', $dev, $default)
    $xml.WriteEndElement()
}

function Write-Kinds($xml, [string]$outer, [string]$inner, $lines) {
    $xml.WriteStartElement('command', $outer, $command)
    foreach ($text in Get-Paragraphs $lines) {
        $xml.WriteStartElement('command', $inner, $command)
        $xml.WriteStartElement('dev', 'type', $dev)
        $words = ($text -replace '^[-*] ', '') -split '(?<=^[^:]{1,60}):\s+', 2
        $xml.WriteElementString('maml', 'name', $maml, $words[0])
        $xml.WriteEndElement()
        $description = if ($words.Count -gt 1) { @($words[1]) } else { @() }
        Write-Text $xml 'maml' 'description' $maml $description
        $xml.WriteEndElement()
    }
    $xml.WriteEndElement()
}

# By position, then what is required, then the rest in the order of the class; without the common parameters.
function Sort-Parameters($parameters, [string]$set) {
    $own = @($parameters | Where-Object { $common -notcontains $_.Name -and -not ($_.Attributes | Where-Object DontShow) })
    for ($position = 0; $position -lt $own.Count; $position++) { $own | Where-Object Position -eq $position }
    $own | Where-Object { $_.Position -lt 0 -and (Test-Required $_ $set) }
    $own | Where-Object { $_.Position -lt 0 -and -not (Test-Required $_ $set) }
}

function Write-Cmdlet($xml, $info, $page) {
    $entries = Split-Entries $page.Sections['Parameters']
    $xml.WriteStartElement('command', 'command', $command)
    $xml.WriteStartElement('command', 'details', $command)
    $xml.WriteElementString('command', 'name', $command, $info.Name)
    $xml.WriteElementString('command', 'verb', $command, $info.Verb)
    $xml.WriteElementString('command', 'noun', $command, $info.Noun)
    Write-Text $xml 'maml' 'description' $maml @(Get-Paragraphs @($page.Synopsis))
    $xml.WriteEndElement()
    Write-Text $xml 'maml' 'description' $maml @(Get-Paragraphs $page.Sections['Description'])

    $all = [ordered]@{}
    $xml.WriteStartElement('command', 'syntax', $command)
    foreach ($set in $info.ParameterSets) {
        $xml.WriteStartElement('command', 'syntaxItem', $command)
        $xml.WriteElementString('maml', 'name', $maml, $info.Name)
        foreach ($parameter in Sort-Parameters $set.Parameters $set.Name) {
            $shown = Get-OwnAttribute $parameter 'ShownInAttribute'
            if ($shown -and $shown.Sets -notcontains $set.Name) { continue }
            Write-Parameter $xml $parameter $entries $set.Name $true
            if (-not $all.Contains($parameter.Name)) { $all[$parameter.Name] = @{ Parameter = $parameter; Set = $set.Name } }
        }
        $xml.WriteEndElement()
    }
    $xml.WriteEndElement()
    $xml.WriteStartElement('command', 'parameters', $command)
    foreach ($shown in $all.Values) { Write-Parameter $xml $shown.Parameter $entries $shown.Set $false }
    $xml.WriteEndElement()

    Write-Kinds $xml 'inputTypes' 'inputType' $page.Sections['Inputs']
    Write-Kinds $xml 'returnValues' 'returnValue' $page.Sections['Outputs']
    $xml.WriteStartElement('maml', 'alertSet', $maml)
    Write-Text $xml 'maml' 'alert' $maml @(Get-Paragraphs $page.Sections['Notes'])
    $xml.WriteEndElement()

    $xml.WriteStartElement('command', 'examples', $command)
    $number = 0
    $examples = Split-Entries $page.Sections['Examples']
    foreach ($title in $examples.Keys) {
        $number++
        $code = [System.Collections.Generic.List[string]]::new()
        $remarks = [System.Collections.Generic.List[string]]::new()
        $inCode = $false
        foreach ($line in $examples[$title]) {
            if ($line.StartsWith('```')) { $inCode = -not $inCode; continue }
            if ($inCode) { $code.Add($line) } else { $remarks.Add($line) }
        }
        $xml.WriteStartElement('command', 'example', $command)
        $xml.WriteElementString('maml', 'title', $maml, "Example ${number}: $title")
        $xml.WriteElementString('dev', 'code', $dev, ($code -join "`n"))
        Write-Text $xml 'dev' 'remarks' $dev @(Get-Paragraphs $remarks)
        $xml.WriteEndElement()
    }
    $xml.WriteEndElement()

    $xml.WriteStartElement('command', 'relatedLinks', $command)
    foreach ($link in Get-Paragraphs $page.Sections['Links']) {
        $xml.WriteStartElement('maml', 'navigationLink', $maml)
        $xml.WriteElementString('maml', 'linkText', $maml, ($link -replace '^[-*] ', ''))
        $xml.WriteElementString('maml', 'uri', $maml, '')
        $xml.WriteEndElement()
    }
    $xml.WriteEndElement()
    $xml.WriteEndElement()
}

$settings = [System.Xml.XmlWriterSettings]::new()
$settings.Indent = $true
$settings.NewLineChars = "`n"
$settings.Encoding = [System.Text.UTF8Encoding]::new($false)
$OutputPath = [System.IO.Path]::GetFullPath($OutputPath)
[void][System.IO.Directory]::CreateDirectory([System.IO.Path]::GetDirectoryName($OutputPath))
$partial = $OutputPath + '.partial'
$xml = [System.Xml.XmlWriter]::Create($partial, $settings)
try {
    $xml.WriteStartDocument()
    $xml.WriteStartElement('helpItems', 'http://msh')
    $xml.WriteAttributeString('schema', 'maml')
    $xml.WriteAttributeString('xmlns', 'maml', $null, $maml)
    $xml.WriteAttributeString('xmlns', 'command', $null, $command)
    $xml.WriteAttributeString('xmlns', 'dev', $null, $dev)
    $commands = (Get-Module PSModelPruning).ExportedCmdlets
    $names = [string[]]@($commands.Keys)
    [array]::Sort($names, [StringComparer]::OrdinalIgnoreCase)
    foreach ($name in $names) {
        $path = [System.IO.Path]::Combine($PSScriptRoot, '..', 'docs', 'cmdlets', $name + '.md')
        if (-not [System.IO.File]::Exists($path)) { throw "There is no help page docs/cmdlets/$name.md." }
        Write-Cmdlet $xml $commands[$name] (Read-Page $path)
    }
    $xml.WriteEndElement()
    $xml.WriteEndDocument()
}
finally { $xml.Dispose() }
[System.IO.File]::AppendAllText($partial, "`n")
[System.IO.File]::Move($partial, $OutputPath, $true)
"$($names.Count) cmdlets -> en-US/$([System.IO.Path]::GetFileName($OutputPath))"
