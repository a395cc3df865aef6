function Find-EngineCertificate {
    # Returns the certificate with this thumbprint, from the user's store or else the machine's.
    param([string]$Thumbprint)
    $locations = @('CurrentUser')
    # Only Windows has this store for the machine.
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
