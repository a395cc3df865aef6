# Prints what Get-Command reports about the module, as one line of JSON.
param([string]$Manifest)
$module = Import-Module $Manifest -PassThru
$common = [System.Management.Automation.Cmdlet]::CommonParameters + [System.Management.Automation.Cmdlet]::OptionalCommonParameters

function Get-ParameterFact($Parameter) {
    $accepted = @($Parameter.Attributes | Where-Object { $_ -is [ValidateSet] })
    $typed = @($Parameter.Attributes | Where-Object { $_ -is [System.Management.Automation.PSTypeNameAttribute] })
    $fact = [ordered]@{ name = $Parameter.Name; type = $Parameter.ParameterType.ToString(); mandatory = $Parameter.IsMandatory }
    if ($typed.Count -gt 0) { $fact.objectType = $typed[0].PSTypeName -replace '^Deserialized\.' }
    if ($Parameter.Position -ge 0) { $fact.position = $Parameter.Position }
    if ($Parameter.ValueFromPipeline) { $fact.pipeline = 'ByValue' }
    if ($Parameter.ValueFromPipelineByPropertyName) { $fact.pipeline = (@($fact.pipeline, 'ByPropertyName') -ne $null) -join ', ' }
    $fact.aliases = @($Parameter.Aliases)
    $fact.acceptedValues = @($accepted | ForEach-Object { $_.ValidValues })
    return $fact
}

function Get-CmdletFact($Command) {
    $sets = [ordered]@{}
    foreach ($set in $Command.ParameterSets) {
        $own = @($set.Parameters | Where-Object { $common -notcontains $_.Name })
        $sets[$set.Name] = @($own | ForEach-Object { Get-ParameterFact $_ })
    }
    $default = $Command.DefaultParameterSet
    if (-not $default) { $default = '__AllParameterSets' }
    return [ordered]@{
        supportsShouldProcess = [System.Management.Automation.CommandMetadata]::new($Command).SupportsShouldProcess
        defaultParameterSet   = $default
        outputTypes           = @($Command.OutputType | ForEach-Object { $_.Name })
        parameterSets         = $sets
    }
}

$cmdlets = [ordered]@{}
foreach ($command in Get-Command -Module $module.Name -CommandType Function, Cmdlet) { $cmdlets[$command.Name] = Get-CmdletFact $command }
$aliases = [ordered]@{}
foreach ($alias in Get-Command -Module $module.Name -CommandType Alias) { $aliases[$alias.Name] = $alias.Definition }
ConvertTo-Json -InputObject ([ordered]@{ aliases = $aliases; cmdlets = $cmdlets }) -Depth 8 -Compress
