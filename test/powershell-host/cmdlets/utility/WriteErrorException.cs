namespace Microsoft.PowerShell.Commands;

/// <summary>What Write-Error raises for a bare message; scripts see the name in error identifiers.</summary>
public sealed class WriteErrorException(string message) : SystemException(message);
