using System.Management.Automation;
using System.Net;
using System.Security;

namespace Microsoft.PowerShell.Commands;

/// <summary>ConvertTo-SecureString from clear text, given with -AsPlainText. Encrypted text needs a key, which this host does not keep.</summary>
[Cmdlet(VerbsData.ConvertTo, "SecureString", DefaultParameterSetName = "Secure")]
[OutputType(typeof(SecureString))]
public sealed class ConvertToSecureStringCommand : PSCmdlet
{
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true)]
    [AllowEmptyString]
    public string String { get; set; } = "";

    [Parameter(Position = 1, ParameterSetName = "PlainText")]
    public SwitchParameter AsPlainText { get; set; }

    [Parameter(Position = 2, ParameterSetName = "PlainText")]
    public SwitchParameter Force { get; set; }

    protected override void ProcessRecord()
    {
        if (!AsPlainText)
        {
            var error = new PSNotSupportedException("Only -AsPlainText is available in this host.");
            ThrowTerminatingError(new ErrorRecord(error, "ImportSecureString_ArgumentsNotSupported", ErrorCategory.NotImplemented, null));
        }
        var secret = new SecureString();
        foreach (var character in String)
        {
            secret.AppendChar(character);
        }
        WriteObject(secret);
    }
}

/// <summary>ConvertFrom-SecureString to clear text, with -AsPlainText.</summary>
[Cmdlet(VerbsData.ConvertFrom, "SecureString")]
[OutputType(typeof(string))]
public sealed class ConvertFromSecureStringCommand : PSCmdlet
{
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true)]
    public SecureString SecureString { get; set; } = null!;

    [Parameter(Mandatory = true)]
    public SwitchParameter AsPlainText { get; set; }

    protected override void ProcessRecord() => WriteObject(new NetworkCredential("", SecureString).Password);
}

/// <summary>Get-Credential.</summary>
[Cmdlet(VerbsCommon.Get, "Credential", DefaultParameterSetName = "CredentialSet")]
[OutputType(typeof(PSCredential))]
public sealed class GetCredentialCommand : PSCmdlet
{
    [Parameter(Position = 0, ParameterSetName = "CredentialSet")]
    [Credential]
    public PSCredential? Credential { get; set; }

    [Parameter(ParameterSetName = "MessageSet")]
    public string? Message { get; set; }

    [Parameter(Position = 0, ParameterSetName = "MessageSet")]
    public string? UserName { get; set; }

    [Parameter(ParameterSetName = "MessageSet")]
    public string Title { get; set; } = "PowerShell credential request";

    protected override void BeginProcessing()
    {
        Credential ??= Host.UI.PromptForCredential(Title, Message ?? "Enter your credentials.", UserName ?? "", "");
        if (Credential is not null)
        {
            WriteObject(Credential);
        }
    }
}
