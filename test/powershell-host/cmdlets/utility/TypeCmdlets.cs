using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace Microsoft.PowerShell.Commands;

/// <summary>Update-TypeData: a types.ps1xml file, or members for one type by parameters.</summary>
[Cmdlet(VerbsData.Update, "TypeData", SupportsShouldProcess = true, DefaultParameterSetName = "FileSet")]
public sealed class UpdateTypeDataCommand : PSCmdlet
{
    [Parameter(Position = 0, ParameterSetName = "FileSet", ValueFromPipeline = true)]
    [Alias("PSPath", "Path")]
    public string[] AppendPath { get; set; } = [];

    [Parameter(ParameterSetName = "FileSet")]
    public string[] PrependPath { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = "DynamicTypeSet")]
    public string TypeName { get; set; } = "";

    [Parameter(ParameterSetName = "DynamicTypeSet")]
    [Alias("Type")]
    public PSMemberTypes? MemberType { get; set; }

    [Parameter(ParameterSetName = "DynamicTypeSet")]
    public string MemberName { get; set; } = "";

    [Parameter(ParameterSetName = "DynamicTypeSet")]
    public object? Value { get; set; }

    [Parameter(ParameterSetName = "DynamicTypeSet")]
    public object? SecondValue { get; set; }

    [Parameter(ParameterSetName = "DynamicTypeSet")]
    public string? DefaultDisplayProperty { get; set; }

    [Parameter(ParameterSetName = "DynamicTypeSet")]
    public string[]? DefaultDisplayPropertySet { get; set; }

    [Parameter(ParameterSetName = "DynamicTypeSet")]
    public int? SerializationDepth { get; set; }

    [Parameter(ParameterSetName = "DynamicTypeSet")]
    public SwitchParameter Force { get; set; }

    protected override void ProcessRecord()
    {
        if (ParameterSetName == "FileSet")
        {
            foreach (var path in AppendPath.Concat(PrependPath).Select(GetUnresolvedProviderPathFromPSPath).Where(path => ShouldProcess(path)))
            {
                TypeTables.AddTypes(this, new SessionStateTypeEntry(path));
            }
        }
        else if (ShouldProcess(TypeName))
        {
            TypeTables.AddTypes(this, new SessionStateTypeEntry(Described(), isRemove: false));
        }
    }

    private TypeData Described()
    {
        var data = new TypeData(TypeName) { IsOverride = Force };
        if (MemberType is { } kind)
        {
            data.Members.Add(MemberName, Member(kind));
        }
        if (DefaultDisplayPropertySet is not null)
        {
            data.DefaultDisplayPropertySet = new PropertySetData(DefaultDisplayPropertySet);
        }
        data.DefaultDisplayProperty = DefaultDisplayProperty ?? data.DefaultDisplayProperty;
        if (SerializationDepth is { } depth)
        {
            data.SerializationDepth = (uint)depth;
        }
        return data;
    }

    private TypeMemberData Member(PSMemberTypes kind) => kind switch
    {
        PSMemberTypes.NoteProperty => new NotePropertyData(MemberName, Value),
        PSMemberTypes.AliasProperty => new AliasPropertyData(MemberName, LanguagePrimitives.ConvertTo<string>(Value)),
        PSMemberTypes.ScriptProperty => new ScriptPropertyData(MemberName, Value as ScriptBlock, SecondValue as ScriptBlock),
        PSMemberTypes.ScriptMethod => new ScriptMethodData(MemberName, Value as ScriptBlock),
        _ => throw new PSArgumentException($"A member of type {kind} cannot be added to a type."),
    };
}

/// <summary>Update-FormatData: views from format.ps1xml files.</summary>
[Cmdlet(VerbsData.Update, "FormatData", SupportsShouldProcess = true)]
public sealed class UpdateFormatDataCommand : PSCmdlet
{
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [Alias("PSPath", "Path")]
    public string[] AppendPath { get; set; } = [];

    [Parameter]
    public string[] PrependPath { get; set; } = [];

    protected override void ProcessRecord()
    {
        foreach (var path in AppendPath.Select(GetUnresolvedProviderPathFromPSPath).Where(path => ShouldProcess(path)))
        {
            TypeTables.AddFormat(this, new SessionStateFormatEntry(path), first: false);
        }
        foreach (var path in PrependPath.Select(GetUnresolvedProviderPathFromPSPath).Where(path => ShouldProcess(path)))
        {
            TypeTables.AddFormat(this, new SessionStateFormatEntry(path), first: true);
        }
    }
}
