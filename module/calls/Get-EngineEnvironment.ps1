function Get-EngineEnvironment {
    # The engine's own environment is that of its start; these may have changed since.
    # http_proxy and HTTP_PROXY are two variables, except on Windows.
    $found = [hashtable]::new([System.StringComparer]::Ordinal)
    foreach ($name in $script:WireEnvironmentVariables) {
        $value = [System.Environment]::GetEnvironmentVariable($name)
        if ($null -ne $value) { $found[$name] = $value }
    }
    foreach ($name in $script:WireSecretEnvironmentVariables) {
        # Most are never set, and none is looked at as text but to see that.
        if ([string]::IsNullOrEmpty([System.Environment]::GetEnvironmentVariable($name))) { continue }
        $secret = [securestring]::new()
        foreach ($character in ([string][System.Environment]::GetEnvironmentVariable($name)).GetEnumerator()) { $secret.AppendChar($character) }
        $found[$name] = $secret
    }
    return $found
}
