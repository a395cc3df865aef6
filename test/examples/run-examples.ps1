# Runs the examples in this PowerShell, each with its own home folder and current folder. The plan is a JSON file; the
# results are written to another file.
param([string]$PlanFile, [string]$ResultFile)
$plan = [System.IO.File]::ReadAllText($PlanFile) | ConvertFrom-Json
$global:ErrorActionPreference = 'Stop'
$global:ProgressPreference = 'SilentlyContinue'
$global:WarningPreference = 'SilentlyContinue'
$env:PSModulePath = $plan.modules + [System.IO.Path]::PathSeparator + $env:PSModulePath
Import-Module Az.LoginTs

# What the reader of an example types.
$secret = ConvertTo-SecureString $plan.application.secret -AsPlainText -Force
function global:Get-Credential { [pscredential]::new($plan.application.id, $secret) }
$global:password = ConvertTo-SecureString $plan.certificatePassword -AsPlainText -Force

# Creates a home that knows the local cloud; a saved sign-in contains the environment.
function New-Home([string]$Name, [string]$SignedIn = 'nobody') {
    $env:AZ_LOGINTS_HOME = [System.IO.Path]::Combine($plan.folder, $Name)
    if ($SignedIn -eq 'nobody') { $null = Add-AzEnvironment -Name LocalCloud -ARMEndpoint $plan.armUrl }
    else { $null = Import-AzContext ([System.IO.Path]::Combine($plan.folder, $SignedIn + '.json')) }
    # A sign-in that nobody completes ends with an error that says so.
    $null = Update-AzConfig -LoginTimeoutSeconds 60 -Scope Process
}

# Signs in every person and application once; each example starts from what is saved here.
function Save-SignIn {
    New-Home 'alex'
    # The code must be visible in the output.
    $null = Connect-AzAccount -UseDeviceAuthentication -WarningAction Continue
    Save-AzContext -Path ([System.IO.Path]::Combine($plan.folder, 'alex.json'))
    New-Home 'application'
    $null = Connect-AzAccount -ServicePrincipal -Credential (Get-Credential) -Tenant contoso.example
    Save-AzContext -WithCredential -Path ([System.IO.Path]::Combine($plan.folder, 'application.json'))
}

function Invoke-Example($Example) {
    New-Home ('home-' + $Example.number) $Example.signedIn
    $work = [System.IO.Path]::Combine($plan.folder, 'work-' + $Example.number)
    $null = [System.IO.Directory]::CreateDirectory($work)
    foreach ($file in 'deploy.pfx', 'alex.json') { [System.IO.File]::Copy([System.IO.Path]::Combine($plan.folder, $file), [System.IO.Path]::Combine($work, $file)) }
    foreach ($variable in $Example.variables.PSObject.Properties) { [System.Environment]::SetEnvironmentVariable($variable.Name, $variable.Value) }
    Push-Location $work
    try {
        $null = . ([scriptblock]::Create($Example.before))
        return (. ([scriptblock]::Create($Example.code)) | Out-String -Width 200)
    } finally {
        Pop-Location
        foreach ($variable in $Example.variables.PSObject.Properties) { [System.Environment]::SetEnvironmentVariable($variable.Name, $null) }
    }
}

$global:PSDefaultParameterValues = @{ 'Connect-AzAccount:Environment' = 'LocalCloud' }
Save-SignIn
$results = foreach ($example in $plan.examples) {
    try {
        $global:WarningPreference = 'Continue'
        $global:ErrorActionPreference = 'Stop'
        @{ number = $example.number; shown = (Invoke-Example $example) }
    } catch {
        @{ number = $example.number; problem = "$_ ($($_.FullyQualifiedErrorId))" }
    }
}
[System.IO.File]::WriteAllText($ResultFile, (ConvertTo-Json -InputObject @($results) -Depth 3))
