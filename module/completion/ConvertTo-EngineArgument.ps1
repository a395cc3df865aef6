function ConvertTo-EngineArgument {
    # Returns text as an argument that PowerShell reads as that text: in the quotes that the user opened, or in single
    # quotes if it needs quotes.
    param([string]$Text, [string]$Quote)
    if ($Quote -match '^["\u201c-\u201e]') { return '"' + ($Text -replace '[`$"\u201c-\u201e]', '`$0') + '"' }
    if ($Quote -eq '' -and $Text -match '^([A-Za-z_][\w.:/@+-]*|[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})\z') { return $Text }
    return "'" + [System.Management.Automation.Language.CodeGeneration]::EscapeSingleQuotedStringContent($Text) + "'"
}
