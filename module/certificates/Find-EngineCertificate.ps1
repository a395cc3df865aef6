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
