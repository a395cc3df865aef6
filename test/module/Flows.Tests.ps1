Describe 'each flow of Connect-AzAccount' {
    BeforeAll {
        Import-Module "$PSScriptRoot/../../Az.LoginTs.psd1"
        $env:AZ_LOGINTS_HOME = [System.IO.Path]::Combine([System.IO.Path]::GetTempPath(), [guid]::NewGuid())
        $null = Add-AzEnvironment -Name LocalCloud -ARMEndpoint $env:AZ_LOGINTS_LOCAL_CLOUD
        $places = $env:AZ_LOGINTS_TEST_PLACES | ConvertFrom-Json
        $application = 'a0000000-0000-4000-8000-0000000d3910'
        $common = @{ Environment = 'LocalCloud'; WarningAction = 'SilentlyContinue' }
        $set = @()
    }

    AfterEach {
        foreach ($name in $set) { [System.Environment]::SetEnvironmentVariable($name, $null) }
    }

    AfterAll {
        [System.IO.Directory]::Delete($env:AZ_LOGINTS_HOME, $true)
    }

    It 'accepts a certificate file by a path relative to PowerShell''s location' {
        Push-Location $places.folder
        try {
            $account = (Connect-AzAccount @common -ServicePrincipal -ApplicationId $application -CertificatePath ./deploy.pem -Tenant contoso.example).Context.Account
        } finally {
            Pop-Location
        }
        $account.Type | Should -Be 'ServicePrincipal'
        $account.Id | Should -Be $application
        (Get-AzAccessToken -ResourceTypeName KeyVault -AsPlainText).Token | Should -Match '^eyJ'
    }

    It 'reports a missing certificate file' {
        { Connect-AzAccount @common -ServicePrincipal -ApplicationId $application -CertificatePath ./nowhere.pfx -Tenant contoso.example -ErrorAction Stop } |
            Should -Throw -ErrorId 'InvalidArgument.Certificate,Connect-AzAccount'
    }

    # When it is asked for a CNG key, wine 8 gives .NET a handle of another kind, and the process ends with an access
    # violation.
    It 'signs with the key of a certificate in the user''s store' -Tag NotInWine {
        $file = [System.IO.Path]::Combine($places.folder, 'deploy.pfx')
        $certificate = [System.Security.Cryptography.X509Certificates.X509Certificate2]::new($file, 'fake-password-of-the-file', 'PersistKeySet')
        $store = [System.Security.Cryptography.X509Certificates.X509Store]::new('My', 'CurrentUser')
        $store.Open('ReadWrite')
        try {
            $store.Add($certificate)
            $account = (Connect-AzAccount @common -ServicePrincipal -ApplicationId $application -CertificateThumbprint $certificate.Thumbprint -Tenant contoso.example).Context.Account
            $account.Id | Should -Be $application
            (Get-AzAccessToken -ResourceTypeName KeyVault -AsPlainText).Token | Should -Match '^eyJ'
        } finally {
            $store.Remove($certificate)
            $store.Close()
        }
        # A cached token needs no key, but a new one does.
        (Get-AzAccessToken -AsPlainText).Token | Should -Match '^eyJ'
        { Get-AzAccessToken -ResourceTypeName MSGraph -ErrorAction Stop } | Should -Throw -ErrorId 'NotFound.Certificate,Get-AzAccessToken'
    }

    It 'rejects a certificate in the store without its private key' {
        $file = [System.IO.Path]::Combine($places.folder, 'deploy.pfx')
        $whole = [System.Security.Cryptography.X509Certificates.X509Certificate2]::new($file, 'fake-password-of-the-file')
        $certificate = [System.Security.Cryptography.X509Certificates.X509Certificate2]::new($whole.RawData)
        $store = [System.Security.Cryptography.X509Certificates.X509Store]::new('My', 'CurrentUser')
        $store.Open('ReadWrite')
        $store.Add($certificate)
        $store.Close()
        try {
            { Connect-AzAccount @common -ServicePrincipal -ApplicationId $application -CertificateThumbprint $certificate.Thumbprint -Tenant contoso.example -ErrorAction Stop } |
                Should -Throw -ErrorId 'InvalidArgument.Certificate,Connect-AzAccount' -ExpectedMessage '*its private key is not in the store*'
        } finally {
            $store.Open('ReadWrite')
            $store.Remove($certificate)
            $store.Close()
        }
    }

    It 'reports a thumbprint that is in no store' {
        $null = Connect-AzAccount @common -ServicePrincipal -ApplicationId $application -CertificateThumbprint ('0' * 40) -Tenant contoso.example -ErrorAction SilentlyContinue -ErrorVariable problem
        $problem[0].FullyQualifiedErrorId | Should -Be 'NotFound.Certificate,Connect-AzAccount'
    }

    It 'signs in with a GitHub Actions job''s identity, and gets a token for another service' {
        foreach ($variable in $places.github.PSObject.Properties) { [System.Environment]::SetEnvironmentVariable($variable.Name, $variable.Value) }
        $set = @($places.github.PSObject.Properties.Name)
        (Connect-AzAccount @common -ServicePrincipal -ApplicationId $application -Tenant contoso.example).Context.Account.Id | Should -Be $application
        (Get-AzAccessToken -ResourceTypeName KeyVault -AsPlainText).Token | Should -Match '^eyJ'
        foreach ($name in $set) { [System.Environment]::SetEnvironmentVariable($name, $null) }
    }

    It 'reports what is missing if there is no issuer of identity tokens' {
        $null = Connect-AzAccount @common -ServicePrincipal -ApplicationId $application -Tenant contoso.example -ErrorAction SilentlyContinue -ErrorVariable problem
        $problem[0].FullyQualifiedErrorId | Should -Be 'Authentication.NoIdentityToken,Connect-AzAccount'
    }

    It 'uses an application and its secret from environment variables if nothing else is given' {
        foreach ($variable in $places.application.PSObject.Properties) { [System.Environment]::SetEnvironmentVariable($variable.Name, $variable.Value) }
        try {
            $account = (Connect-AzAccount @common -ServicePrincipal).Context.Account
        } finally {
            foreach ($variable in $places.application.PSObject.Properties) { [System.Environment]::SetEnvironmentVariable($variable.Name, $null) }
        }
        $account.Id | Should -Be $application
        $account.Type | Should -Be 'ServicePrincipal'
        (Get-AzAccessToken -ResourceTypeName KeyVault -AsPlainText).Token | Should -Match '^eyJ'
    }

    It 'reports the parameters and variables that are missing for -ServicePrincipal, without a prompt' {
        { Connect-AzAccount @common -ServicePrincipal } |
            Should -Throw -ErrorId 'InvalidArgument.ParameterSet,Connect-AzAccount' -ExpectedMessage '*AZURE_CLIENT_ID is not set*AZURE_TENANT_ID is not set*'
    }

    It 'signs in with a virtual machine''s managed identity' {
        foreach ($variable in $places.imds.PSObject.Properties) { [System.Environment]::SetEnvironmentVariable($variable.Name, $variable.Value) }
        $context = (Connect-AzAccount @common -Identity).Context
        $context.Account.Id | Should -Be 'MSI@50342'
        $context.Account.Type | Should -Be 'ManagedService'
        $context.Subscription.Name | Should -Be 'Contoso Production'
        foreach ($variable in $places.imds.PSObject.Properties) { [System.Environment]::SetEnvironmentVariable($variable.Name, $null) }
    }

    It 'signs in a person with a password, with a warning' {
        $secret = ConvertTo-SecureString 'fake-password-of-sam' -AsPlainText -Force
        $credential = [pscredential]::new('sam@contoso.example', $secret)
        $account = (Connect-AzAccount -Environment LocalCloud -Credential $credential -Tenant contoso.example -WarningVariable warned -WarningAction SilentlyContinue).Context.Account
        $account.Id | Should -Be 'sam@contoso.example'
        "$warned" | Should -Match 'multifactor authentication'
    }

    It 'accepts an access token, and rejects a SecureString that was converted to text' {
        $token = (Get-AzAccessToken -AsPlainText).Token
        $context = (Connect-AzAccount @common -AccessToken $token -AccountId sam@contoso.example -Tenant contoso.example -Scope Process).Context
        $context.Account.Type | Should -Be 'AccessToken'
        (Get-AzAccessToken -AsPlainText).Token | Should -Be $token
        { Connect-AzAccount @common -AccessToken (Get-AzAccessToken).Token -AccountId sam@contoso.example } |
            Should -Throw -ErrorId 'InvalidArgument.Value,Connect-AzAccount'
    }

    It 'explains a token of another tenant' {
        $token = (Get-AzAccessToken -AsPlainText).Token
        { Connect-AzAccount @common -AccessToken $token -AccountId sam@contoso.example -Tenant fabrikam.example -ErrorAction Stop } |
            Should -Throw -ExpectedMessage '*tid*'
    }
}
