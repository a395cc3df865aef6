function Get-EngineHeaderFact {
    # Returns headers by name, from any type of collection.
    param($Headers)
    $found = @{}
    if ($null -eq $Headers -or $Headers -isnot [System.Collections.IEnumerable]) { return $found }
    foreach ($header in $Headers.GetEnumerator()) {
        if ($header -is [string]) { $found[$header] = [string]$Headers[$header]; continue }
        $name = $header.Key
        if ($null -eq $name) { $name = $header.Name }
        if ($null -ne $name) { $found["$name"] = $header.Value -join ', ' }
    }
    return $found
}
