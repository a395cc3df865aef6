# Runs every flow with all logging on: -Debug, -Verbose, a transcript, and finally each error with all its properties.
# Secrets come on standard input, one per line, and are passed only to method calls, which PowerShell does not record;
# so any secret found elsewhere was written by the module or its engine.
param([string]$Manifest, [string]$Folder, [string]$ArmEndpoint)

$DebugPreference = $VerbosePreference = $InformationPreference = $WarningPreference = 'Continue'
$null = Start-Transcript -Path "$Folder/transcript.txt" -IncludeInvocationHeader
function Read-Secret { [System.Net.NetworkCredential]::new('', [System.Console]::In.ReadLine()).SecurePassword }
$secrets = @{}
foreach ($name in 'app', 'wrong', 'person', 'file', 'wrongFile') { $secrets[$name] = Read-Secret }

Import-Module $Manifest
$null = Add-AzEnvironment -Name LocalCloud -ARMEndpoint $ArmEndpoint
$application = 'a0000000-0000-4000-8000-0000000d3910'
$common = @{ Environment = 'LocalCloud'; Tenant = 'contoso.example'; ErrorAction = 'Continue' }

# Runs a step, and tells the test when it is done.
function Step {
    param([string]$Name, [scriptblock]$Script)
    try { & $Script | Out-String } catch { $_ | Out-String }
    "done: $Name, $((Get-AzContext -ErrorAction SilentlyContinue).Account.Type), $($Error.Count) errors"
}
# Sets the variables of a CI job or machine, which may contain secrets.
function In-Place {
    param([string]$Place, [scriptblock]$Script)
    $pairs = [System.IO.File]::ReadAllLines("$Folder/$Place.variables")
    foreach ($pair in $pairs) { $name, $value = $pair.Split([char[]]'=', 2); [System.Environment]::SetEnvironmentVariable($name, $value) }
    try { & $Script } finally {
        foreach ($pair in $pairs) { [System.Environment]::SetEnvironmentVariable($pair.Split('=')[0], $null) }
    }
}

Step 'secret' { Connect-AzAccount @common -ServicePrincipal -Credential ([pscredential]::new($application, $secrets.app)) }
Step 'token' { Get-AzAccessToken; Get-AzAccessToken -ResourceTypeName KeyVault -ForceRefresh }
Step 'REST' { Invoke-AzRestMethod -Path '/subscriptions?api-version=2022-12-01' | Select-Object -Property StatusCode, Method }
Step 'job' { Invoke-AzRestMethod -Path '/subscriptions?api-version=2022-12-01' -AsJob | Wait-Job | Select-Object -Property State }
Step 'wrong secret' { Connect-AzAccount @common -ServicePrincipal -Credential ([pscredential]::new($application, $secrets.wrong)) }
Step 'file' { Connect-AzAccount @common -ServicePrincipal -ApplicationId $application -CertificatePath "$Folder/deploy.pfx" -CertificatePassword $secrets.file }
Step 'file with a wrong password' { Connect-AzAccount @common -ServicePrincipal -ApplicationId $application -CertificatePath "$Folder/deploy.pfx" -CertificatePassword $secrets.wrongFile }
Step 'GitHub' { In-Place github { Connect-AzAccount @common -ServicePrincipal -ApplicationId $application } }
Step 'environment' { In-Place application { Connect-AzAccount -Environment LocalCloud -ServicePrincipal; Get-AzAccessToken } }
Step 'identity' { In-Place imds { Connect-AzAccount -Environment LocalCloud -Identity; Get-AzAccessToken } }
Step 'password' { Connect-AzAccount @common -Credential ([pscredential]::new('sam@contoso.example', $secrets.person)) }
Step 'wrong password' { Connect-AzAccount @common -Credential ([pscredential]::new('sam@contoso.example', $secrets.wrong)) }
Step 'code' { Connect-AzAccount @common -UseDeviceAuthentication }
Step 'refresh' { Get-AzAccessToken -ResourceTypeName KeyVault }
Step 'browser' { Connect-AzAccount @common -UseBrowserAuthentication }
Step 'switch' { Set-AzContext -Context @(Get-AzContext -ListAvailable)[0] }
Step 'diagnosis' { Test-AzSignIn }
Step 'in this process' { Connect-AzAccount @common -ServicePrincipal -Credential ([pscredential]::new($application, $secrets.app)) -Scope Process }

$failures = @($Error)
foreach ($failure in $failures) {
    $failure | Format-List -Property * -Force | Out-String -Width 4096
    $failure.Exception | Format-List -Property * -Force | Out-String -Width 4096
    $failure | Resolve-AzError | Format-List -Property * -Force | Out-String -Width 4096
}
$global:Error | ConvertTo-Json -Depth 4 -WarningAction SilentlyContinue | Out-String
"done: all, $($failures.Count) errors"
$null = Stop-Transcript
# The test reads what the processes show while they still run.
$null = [System.Console]::In.ReadLine()
