using System.Management.Automation;

namespace Microsoft.PowerShell.Commands;

/// <summary>Get-Item.</summary>
[Cmdlet(VerbsCommon.Get, "Item", DefaultParameterSetName = "Path")]
public sealed class GetItemCommand : PathCommand
{
    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override void ProcessRecord() => ForEachPath(path =>
        WriteObject(InvokeProvider.Item.Get([path], Force, IsLiteral), enumerateCollection: true));
}

/// <summary>Get-ChildItem.</summary>
[Cmdlet(VerbsCommon.Get, "ChildItem", DefaultParameterSetName = "Path")]
public sealed class GetChildItemCommand : PathCommand
{
    [Parameter(Position = 1)]
    public string? Filter { get; set; }

    [Parameter]
    public string[] Include { get; set; } = [];

    [Parameter]
    public string[] Exclude { get; set; } = [];

    [Parameter]
    [Alias("s")]
    public SwitchParameter Recurse { get; set; }

    [Parameter]
    public uint Depth { get; set; } = uint.MaxValue;

    [Parameter]
    public SwitchParameter Force { get; set; }

    [Parameter]
    public SwitchParameter Name { get; set; }

    [Parameter]
    [Alias("af")]
    public SwitchParameter File { get; set; }

    [Parameter]
    [Alias("ad")]
    public SwitchParameter Directory { get; set; }

    [Parameter]
    [Alias("ah", "h")]
    public SwitchParameter Hidden { get; set; }

    protected override void ProcessRecord()
    {
        if (Path.Length == 0)
        {
            Path = ["."];
        }
        ForEachPath(path =>
        {
            var target = path.Length == 0 ? "." : path;
            var recurse = Recurse || Depth != uint.MaxValue;
            var found = InvokeProvider.ChildItem.Get([target], recurse, Depth, Force || Hidden, IsLiteral);
            WriteObject(found.Where(Wanted).Select(item => Name ? item.Properties["PSChildName"].Value : item), enumerateCollection: true);
        });
    }

    private bool Wanted(PSObject item)
    {
        var name = item.Properties["PSChildName"]?.Value?.ToString() ?? "";
        var isContainer = item.Properties["PSIsContainer"]?.Value is true;
        return (!File || !isContainer) && (!Directory || isContainer)
            && (!Hidden || item.BaseObject is FileSystemInfo entry && entry.Attributes.HasFlag(FileAttributes.Hidden))
            && (Filter is null || Like(name, Filter))
            && (Include.Length == 0 || Include.Any(pattern => Like(name, pattern)))
            && !Exclude.Any(pattern => Like(name, pattern));
    }

    private static bool Like(string name, string pattern) => WildcardPattern.Get(pattern, WildcardOptions.IgnoreCase).IsMatch(name);
}

/// <summary>New-Item.</summary>
[Cmdlet(VerbsCommon.New, "Item", SupportsShouldProcess = true, DefaultParameterSetName = "pathSet")]
public sealed class NewItemCommand : ProviderCommand
{
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    public string[] Path { get; set; } = [];

    [Parameter(ParameterSetName = "nameSet", Mandatory = true, ValueFromPipelineByPropertyName = true)]
    public string? Name { get; set; }

    [Parameter]
    [Alias("Type")]
    public string? ItemType { get; set; }

    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Target")]
    public object? Value { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override void ProcessRecord()
    {
        foreach (var path in Path.Length == 0 ? ["."] : Path)
        {
            var target = Name is null ? path : SessionState.Path.Combine(path, Name);
            Guarded(target, () =>
            {
                if (ShouldProcess(target))
                {
                    WriteObject(InvokeProvider.Item.New([target], null, ItemType, Value, Force), enumerateCollection: true);
                }
            });
        }
    }
}

/// <summary>Remove-Item.</summary>
[Cmdlet(VerbsCommon.Remove, "Item", SupportsShouldProcess = true, DefaultParameterSetName = "Path")]
public sealed class RemoveItemCommand : PathCommand
{
    [Parameter]
    public SwitchParameter Recurse { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override void ProcessRecord() => ForEachPath(path =>
    {
        foreach (var item in SessionState.Path.GetResolvedPSPathFromPSPath(IsLiteral ? WildcardPattern.Escape(path) : path))
        {
            if (ShouldProcess(item.Path))
            {
                InvokeProvider.Item.Remove([item.Path], Recurse, Force, literalPath: true);
            }
        }
    });
}

/// <summary>Copy-Item.</summary>
[Cmdlet(VerbsCommon.Copy, "Item", SupportsShouldProcess = true, DefaultParameterSetName = "Path")]
public sealed class CopyItemCommand : PathCommand
{
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    public string Destination { get; set; } = ".";

    [Parameter]
    public SwitchParameter Recurse { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void ProcessRecord() => ForEachPath(path =>
    {
        if (ShouldProcess(path, $"Copy to {Destination}"))
        {
            var copies = InvokeProvider.Item.Copy([path], Destination, Recurse, CopyContainers.CopyTargetContainer, Force, IsLiteral);
            if (PassThru) { WriteObject(copies, enumerateCollection: true); }
        }
    });
}

/// <summary>Move-Item.</summary>
[Cmdlet(VerbsCommon.Move, "Item", SupportsShouldProcess = true, DefaultParameterSetName = "Path")]
public sealed class MoveItemCommand : PathCommand
{
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    public string Destination { get; set; } = ".";

    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override void ProcessRecord() => ForEachPath(path =>
    {
        if (ShouldProcess(path, $"Move to {Destination}"))
        {
            InvokeProvider.Item.Move([path], Destination, Force, IsLiteral);
        }
    });
}

/// <summary>Rename-Item.</summary>
[Cmdlet(VerbsCommon.Rename, "Item", SupportsShouldProcess = true)]
public sealed class RenameItemCommand : PSCmdlet
{
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("LiteralPath", "PSPath", "LP")]
    public string Path { get; set; } = "";

    [Parameter(Position = 1, Mandatory = true)]
    public string NewName { get; set; } = "";

    protected override void ProcessRecord()
    {
        if (ShouldProcess(Path, $"Rename to {NewName}"))
        {
            InvokeProvider.Item.Rename(Path, NewName);
        }
    }
}

/// <summary>Set-Item.</summary>
[Cmdlet(VerbsCommon.Set, "Item", SupportsShouldProcess = true, DefaultParameterSetName = "Path")]
public sealed class SetItemCommand : PathCommand
{
    [Parameter(Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public object? Value { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override void ProcessRecord() => ForEachPath(path =>
    {
        if (ShouldProcess(path))
        {
            InvokeProvider.Item.Set([path], Value, Force, IsLiteral);
        }
    });
}
