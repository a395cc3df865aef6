using System.Management.Automation;

namespace Microsoft.PowerShell.Commands;

/// <summary>Get-Location.</summary>
[Cmdlet(VerbsCommon.Get, "Location")]
[OutputType(typeof(PathInfo))]
public sealed class GetLocationCommand : PSCmdlet
{
    protected override void ProcessRecord() => WriteObject(SessionState.Path.CurrentLocation);
}

public abstract class ChangeLocationCommand : PSCmdlet
{
    [Parameter(Position = 0, ParameterSetName = "Path", ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public string? Path { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "LiteralPath", ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP")]
    public string? LiteralPath { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected void Change()
    {
        var target = LiteralPath is { } literal ? WildcardPattern.Escape(literal) : string.IsNullOrEmpty(Path) ? "~" : Path;
        try
        {
            var location = SessionState.Path.SetLocation(target);
            if (PassThru) { WriteObject(location); }
        }
        catch (RuntimeException refused)
        {
            WriteError(new ErrorRecord(refused.ErrorRecord, refused));
        }
    }
}

/// <summary>Set-Location; without a path, home.</summary>
[Cmdlet(VerbsCommon.Set, "Location", DefaultParameterSetName = "Path")]
[OutputType(typeof(PathInfo))]
public sealed class SetLocationCommand : ChangeLocationCommand
{
    protected override void ProcessRecord() => Change();
}

/// <summary>Push-Location.</summary>
[Cmdlet(VerbsCommon.Push, "Location", DefaultParameterSetName = "Path")]
public sealed class PushLocationCommand : ChangeLocationCommand
{
    [Parameter]
    public string StackName { get; set; } = "";

    protected override void ProcessRecord()
    {
        SessionState.Path.PushCurrentLocation(StackName);
        if (Path is not null || LiteralPath is not null) { Change(); }
    }
}

/// <summary>Pop-Location.</summary>
[Cmdlet(VerbsCommon.Pop, "Location")]
public sealed class PopLocationCommand : PSCmdlet
{
    [Parameter]
    public string StackName { get; set; } = "";

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void ProcessRecord()
    {
        var location = SessionState.Path.PopLocation(StackName);
        if (PassThru && location is not null) { WriteObject(location); }
    }
}
