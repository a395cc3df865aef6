function New-EngineSignature {
    # Signs in PowerShell, so that a key that cannot be exported works too.
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
