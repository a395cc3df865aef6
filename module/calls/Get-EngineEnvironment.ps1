function Get-EngineEnvironment {
    # Returns the environment variables of this moment. The engine's own environment is that of its start.
    # http_proxy and HTTP_PROXY are two variables, except on Windows.
    $found = [hashtable]::new([System.StringComparer]::Ordinal)
    foreach ($name in $script:WireEnvironmentVariables) {
        $value = [System.Environment]::GetEnvironmentVariable($name)
        if ($null -ne $value) { $found[$name] = $value }
    }
    foreach ($name in $script:WireSecretEnvironmentVariables) {
        # Most are not set. The only thing done with a secret variable's text is this test.
        if ([string]::IsNullOrEmpty([System.Environment]::GetEnvironmentVariable($name))) { continue }
        $secret = [securestring]::new()
        foreach ($character in ([string][System.Environment]::GetEnvironmentVariable($name)).GetEnumerator()) { $secret.AppendChar($character) }
        $found[$name] = $secret
    }
    return $found
}
