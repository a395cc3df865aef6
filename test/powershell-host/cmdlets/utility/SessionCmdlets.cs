using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Security;

namespace Microsoft.PowerShell.Commands;

/// <summary>Invoke-Expression: runs text in the caller's scope.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "Expression")]
public sealed class InvokeExpressionCommand : PSCmdlet
{
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true)]
    [AllowEmptyString]
    public string Command { get; set; } = "";

    protected override void ProcessRecord()
    {
        foreach (var result in InvokeCommand.InvokeScript(useLocalScope: false, ScriptBlock.Create(Command), input: null, args: null))
        {
            WriteObject(result);
        }
    }
}

/// <summary>Read-Host.</summary>
[Cmdlet(VerbsCommunications.Read, "Host", DefaultParameterSetName = "AsString")]
[OutputType(typeof(string), typeof(SecureString))]
public sealed class ReadHostCommand : PSCmdlet
{
    [Parameter(Position = 0, ValueFromRemainingArguments = true)]
    [AllowNull]
    public object? Prompt { get; set; }

    [Parameter(ParameterSetName = "AsSecureString")]
    public SwitchParameter AsSecureString { get; set; }

    [Parameter(ParameterSetName = "AsString")]
    public SwitchParameter MaskInput { get; set; }

    protected override void BeginProcessing()
    {
        if (Prompt is not null)
        {
            Host.UI.Write(LanguagePrimitives.ConvertTo<string>(Prompt) + ": ");
        }
        if (!AsSecureString && !MaskInput)
        {
            WriteObject(Host.UI.ReadLine());
            return;
        }
        var secret = Host.UI.ReadLineAsSecureString();
        WriteObject(AsSecureString ? secret : new System.Net.NetworkCredential("", secret).Password);
    }
}

/// <summary>New-Guid.</summary>
[Cmdlet(VerbsCommon.New, "Guid")]
[OutputType(typeof(Guid))]
public sealed class NewGuidCommand : PSCmdlet
{
    [Parameter]
    public SwitchParameter Empty { get; set; }

    [Parameter(Position = 0, ValueFromPipeline = true)]
    public string? InputObject { get; set; }

    protected override void ProcessRecord() =>
        WriteObject(Empty ? Guid.Empty : InputObject is null ? Guid.CreateVersion7() : Guid.Parse(InputObject));
}

/// <summary>Get-Host.</summary>
[Cmdlet(VerbsCommon.Get, "Host")]
public sealed class GetHostCommand : PSCmdlet
{
    protected override void BeginProcessing() => WriteObject(Host);
}

/// <summary>Get-PSCallStack.</summary>
[Cmdlet(VerbsCommon.Get, "PSCallStack")]
[OutputType(typeof(CallStackFrame))]
public sealed class GetPSCallStackCommand : PSCmdlet
{
    protected override void ProcessRecord()
    {
        foreach (var frame in Runspace.DefaultRunspace.Debugger.GetCallStack())
        {
            WriteObject(frame);
        }
    }
}

/// <summary>Get-Runspace.</summary>
[Cmdlet(VerbsCommon.Get, "Runspace")]
[OutputType(typeof(Runspace))]
public sealed class GetRunspaceCommand : PSCmdlet
{
    [Parameter(Position = 0)]
    public int[] Id { get; set; } = [];

    [Parameter]
    public string[] Name { get; set; } = [];

    protected override void ProcessRecord()
    {
        var runspace = Runspace.DefaultRunspace;
        if ((Id.Length == 0 || Id.Contains(runspace.Id)) && (Name.Length == 0 || Name.Contains(runspace.Name)))
        {
            WriteObject(runspace);
        }
    }
}

/// <summary>Register-EngineEvent: for PowerShell.Exiting and events that scripts raise themselves.</summary>
[Cmdlet(VerbsLifecycle.Register, "EngineEvent")]
public sealed class RegisterEngineEventCommand : ObjectEventRegistrationBase
{
    [Parameter(Mandatory = true, Position = 100)]
    public new string SourceIdentifier { get => base.SourceIdentifier; set => base.SourceIdentifier = value; }

    protected override object? GetSourceObject() => null;

    protected override string? GetSourceObjectEventName() => null;
}

/// <summary>Register-ObjectEvent.</summary>
[Cmdlet(VerbsLifecycle.Register, "ObjectEvent")]
public sealed class RegisterObjectEventCommand : ObjectEventRegistrationBase
{
    [Parameter(Mandatory = true, Position = 0)]
    public PSObject InputObject { get; set; } = null!;

    [Parameter(Mandatory = true, Position = 1)]
    public string EventName { get; set; } = "";

    protected override object GetSourceObject() => InputObject;

    protected override string GetSourceObjectEventName() => EventName;
}

/// <summary>Unregister-Event.</summary>
[Cmdlet(VerbsLifecycle.Unregister, "Event", DefaultParameterSetName = "BySource")]
public sealed class UnregisterEventCommand : PSCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "BySource", ValueFromPipelineByPropertyName = true)]
    public string SourceIdentifier { get; set; } = "";

    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "ById", ValueFromPipelineByPropertyName = true)]
    public int SubscriptionId { get; set; } = -1;

    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override void ProcessRecord()
    {
        var matching = Events.Subscribers.Where(subscriber => ParameterSetName == "ById"
            ? subscriber.SubscriptionId == SubscriptionId
            : string.Equals(subscriber.SourceIdentifier, SourceIdentifier, StringComparison.OrdinalIgnoreCase));
        foreach (var subscriber in matching.Where(subscriber => Force || !subscriber.SupportEvent).ToList())
        {
            Events.UnsubscribeEvent(subscriber);
        }
    }
}
