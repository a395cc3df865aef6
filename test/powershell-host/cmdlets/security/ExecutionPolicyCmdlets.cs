using System.Management.Automation;

namespace Microsoft.PowerShell.Commands;

/// <summary>Get-ExecutionPolicy. On Unix every script may run, whatever was asked for.</summary>
[Cmdlet(VerbsCommon.Get, "ExecutionPolicy")]
public sealed class GetExecutionPolicyCommand : PSCmdlet
{
    protected override void ProcessRecord() => WriteObject(Microsoft.PowerShell.ExecutionPolicy.Unrestricted);
}

/// <summary>Set-ExecutionPolicy: there is no policy to set on Unix, and pwsh says so with this error.</summary>
[Cmdlet(VerbsCommon.Set, "ExecutionPolicy", SupportsShouldProcess = true)]
public sealed class SetExecutionPolicyCommand : PSCmdlet
{
    [Parameter(Position = 0, Mandatory = true)]
    public Microsoft.PowerShell.ExecutionPolicy ExecutionPolicy { get; set; }

    [Parameter(Position = 1)]
    public Microsoft.PowerShell.ExecutionPolicyScope Scope { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override void BeginProcessing()
    {
        var error = new PlatformNotSupportedException("Operation is not supported on this platform.");
        ThrowTerminatingError(new ErrorRecord(error, "SetExecutionPolicy", ErrorCategory.NotImplemented, ExecutionPolicy));
    }
}
