function Find-EngineCertificate {
    # The certificate of this thumbprint, of the user's store, then of the machine's.
    param([string]$Thumbprint)
    $locations = @('CurrentUser')
    # Only Windows has such a store for the whole machine.
    if ([System.IO.Path]::DirectorySeparatorChar -eq '\') { $locations += 'LocalMachine' }
    foreach ($location in $locations) {
        $store = [System.Security.Cryptography.X509Certificates.X509Store]::new('My', $location)
        try {
            $store.Open('ReadOnly')
            foreach ($certificate in $store.Certificates) {
                if ($certificate.Thumbprint -eq $Thumbprint) { return $certificate }
            }
        } finally {
            $store.Close()
        }
    }
    return $null
}

function Get-EngineCertificate {
    # A certificate and its chain, for the engine: never the key.
    param([string]$Thumbprint)
    $certificate = Find-EngineCertificate $Thumbprint
    if ($null -eq $certificate) { return @{ chain = @(); problem = '' } }
    $problem = ''
    if (-not $certificate.HasPrivateKey) { $problem = 'its private key is not in the store' }
    $builder = [System.Security.Cryptography.X509Certificates.X509Chain]::new()
    $builder.ChainPolicy.RevocationMode = 'NoCheck'
    $null = $builder.Build($certificate)
    $chain = @(foreach ($element in $builder.ChainElements) { [System.Convert]::ToBase64String($element.Certificate.RawData) })
    if ($chain.Count -eq 0) { $chain = @([System.Convert]::ToBase64String($certificate.RawData)) }
    return @{ chain = $chain; problem = $problem }
}

function New-EngineSignature {
    # Signs where the key is, so that one that may not be exported serves too.
    param([string]$Thumbprint, [string]$Data)
    try {
        $key = [System.Security.Cryptography.X509Certificates.RSACertificateExtensions]::GetRSAPrivateKey((Find-EngineCertificate $Thumbprint))
        if ($null -eq $key) { return @{ signature = ''; problem = 'its key is not an RSA key' } }
        $signature = $key.SignData([System.Convert]::FromBase64String($Data), [System.Security.Cryptography.HashAlgorithmName]::SHA256, [System.Security.Cryptography.RSASignaturePadding]::Pkcs1)
        return @{ signature = [System.Convert]::ToBase64String($signature); problem = '' }
    } catch {
        return @{ signature = ''; problem = $_.Exception.GetBaseException().Message }
    }
}
