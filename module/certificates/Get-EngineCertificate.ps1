function Get-EngineCertificate {
    # Returns a certificate and its chain for the engine, without the key.
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
