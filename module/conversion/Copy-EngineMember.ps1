function Copy-EngineMember {
    # Gives each object of a list its own copy of a member of the first one: a list, a dictionary, or an object. -Key is the
    # name of the member, then the names of the lists and dictionaries in it.
    param($Holders, $Key)
    $name, $parts = $Key
    $source = $Holders[0].$name
    $isObject = $source -is [System.Management.Automation.PSCustomObject]
    $isList = $source -is [array]
    if ($isObject) {
        $lists = @(foreach ($part in $parts) { if ($source.$part -is [array]) { $part } })
        $dictionaries = @(foreach ($part in $parts) { if ($source.$part -isnot [array]) { $part } })
    }
    for ($i = 1; $i -lt $Holders.get_Count(); $i++) {
        if ($isObject) {
            $made = $source.PSObject.Copy()
            foreach ($part in $lists) { $made.$part = $source.$part.Clone() }
            foreach ($part in $dictionaries) {
                $from = $source.$part
                $made.$part = [System.Collections.Generic.Dictionary[string, object]]::new($from, $from.get_Comparer())
            }
        } elseif ($isList) {
            $made = $source.Clone()
        } else {
            $made = [System.Collections.Generic.Dictionary[string, object]]::new($source, $source.get_Comparer())
        }
        $Holders[$i].$name = $made
    }
}
