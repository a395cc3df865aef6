using System.Collections;
using System.Management.Automation;

namespace Microsoft.PowerShell.Commands;

/// <summary>Add-Member: notes, aliases, script properties and methods, a type name.</summary>
[Cmdlet(VerbsCommon.Add, "Member", DefaultParameterSetName = "TypeNameSet")]
public sealed class AddMemberCommand : PSCmdlet
{
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    public PSObject InputObject { get; set; } = null!;

    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "MemberSet")]
    [Alias("Type")]
    public PSMemberTypes MemberType { get; set; }

    [Parameter(Mandatory = true, Position = 1, ParameterSetName = "MemberSet")]
    public string Name { get; set; } = "";

    [Parameter(Position = 2, ParameterSetName = "MemberSet")]
    public object? Value { get; set; }

    [Parameter(Position = 3, ParameterSetName = "MemberSet")]
    public object? SecondValue { get; set; }

    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "NotePropertySingleMemberSet")]
    [NotAMemberType]
    public string NotePropertyName { get; set; } = "";

    [Parameter(Mandatory = true, Position = 1, ParameterSetName = "NotePropertySingleMemberSet")]
    [AllowNull]
    public object? NotePropertyValue { get; set; }

    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "NotePropertyMultiMemberSet")]
    public IDictionary NotePropertyMembers { get; set; } = new Hashtable();

    [Parameter(Mandatory = true, ParameterSetName = "TypeNameSet")]
    [Parameter(ParameterSetName = "MemberSet")]
    [Parameter(ParameterSetName = "NotePropertySingleMemberSet")]
    [Parameter(ParameterSetName = "NotePropertyMultiMemberSet")]
    public string? TypeName { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void ProcessRecord()
    {
        foreach (var member in Members())
        {
            Add(member);
        }
        if (!string.IsNullOrWhiteSpace(TypeName))
        {
            InputObject.TypeNames.Insert(0, TypeName);
        }
        if (PassThru)
        {
            WriteObject(InputObject);
        }
    }

    private IEnumerable<PSMemberInfo> Members() => ParameterSetName switch
    {
        "MemberSet" => [NewMember()],
        "NotePropertySingleMemberSet" => [new PSNoteProperty(NotePropertyName, NotePropertyValue)],
        "NotePropertyMultiMemberSet" => NotePropertyMembers.Cast<DictionaryEntry>().Select(entry => new PSNoteProperty(entry.Key.ToString(), entry.Value)),
        _ => [],
    };

    private PSMemberInfo NewMember() => MemberType switch
    {
        PSMemberTypes.NoteProperty => new PSNoteProperty(Name, Value),
        PSMemberTypes.AliasProperty => new PSAliasProperty(Name, LanguagePrimitives.ConvertTo<string>(Value)),
        PSMemberTypes.ScriptProperty => new PSScriptProperty(Name, Value as ScriptBlock, SecondValue as ScriptBlock),
        PSMemberTypes.ScriptMethod => new PSScriptMethod(Name, Value as ScriptBlock),
        PSMemberTypes.PropertySet => new PSPropertySet(Name, LanguagePrimitives.ConvertTo<string[]>(Value)),
        PSMemberTypes.MemberSet => Value is PSMemberInfo[] members ? new PSMemberSet(Name, members) : new PSMemberSet(Name),
        _ => throw new PSInvalidOperationException($"Cannot add a member with type \"{MemberType}\"."),
    };

    private void Add(PSMemberInfo member)
    {
        if (InputObject.Members[member.Name] is { } existing)
        {
            if (!Force)
            {
                var error = new InvalidOperationException(
                    $"Cannot add a member with the name \"{member.Name}\" because a member with that name already exists. To overwrite the member anyway, add the Force parameter to your command.");
                WriteError(new ErrorRecord(error, "MemberAlreadyExists", ErrorCategory.InvalidOperation, InputObject));
                return;
            }
            if (existing.IsInstance)
            {
                InputObject.Members.Remove(member.Name);
            }
        }
        InputObject.Members.Add(member);
    }
}

/// <summary>Tells `Add-Member ScriptProperty Name {...}` from `Add-Member Name Value`: a member type is no property's name.</summary>
internal sealed class NotAMemberTypeAttribute : ValidateArgumentsAttribute
{
    private const System.Reflection.BindingFlags Hidden = System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic;

    protected override void Validate(object arguments, EngineIntrinsics engineIntrinsics)
    {
        if (arguments is string name && Enum.TryParse<PSMemberTypes>(name, ignoreCase: true, out _))
        {
            var message = $"The name '{name}' stands for a type of member and cannot be a note's name.";
            // The flag is not public: it lets the binder try the next parameter set instead of failing.
            throw (Exception)Activator.CreateInstance(typeof(ValidationMetadataException), Hidden, null, [message, true], null)!;
        }
    }
}

/// <summary>One line of Get-Member's answer.</summary>
public sealed class MemberDefinition(string typeName, string name, PSMemberTypes memberType, string definition)
{
    public string TypeName { get; } = typeName;
    public string Name { get; } = name;
    public PSMemberTypes MemberType { get; } = memberType;
    public string Definition { get; } = definition;

    public override string ToString() => Definition;
}

/// <summary>Get-Member: the members of each distinct type in the input.</summary>
[Cmdlet(VerbsCommon.Get, "Member")]
[OutputType(typeof(MemberDefinition))]
public sealed class GetMemberCommand : PSCmdlet
{
    private readonly HashSet<string> seen = [];

    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    [Parameter(Position = 0)]
    public string[] Name { get; set; } = ["*"];

    [Parameter]
    [Alias("Type")]
    public PSMemberTypes MemberType { get; set; } = PSMemberTypes.All;

    [Parameter]
    public SwitchParameter Static { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override void ProcessRecord()
    {
        if (InputObject is null)
        {
            return;
        }
        var typeName = Static ? StaticType().FullName! : InputObject.TypeNames.FirstOrDefault() ?? "System.Object";
        if (!seen.Add(typeName))
        {
            return;
        }
        var patterns = Name.Select(name => WildcardPattern.Get(name, WildcardOptions.IgnoreCase)).ToList();
        foreach (var member in Members(typeName).Where(member => patterns.Exists(pattern => pattern.IsMatch(member.Name))).OrderBy(member => member.MemberType.ToString()).ThenBy(member => member.Name, StringComparer.OrdinalIgnoreCase))
        {
            WriteObject(member);
        }
    }

    private Type StaticType() => InputObject!.BaseObject as Type ?? InputObject.BaseObject.GetType();

    private IEnumerable<MemberDefinition> Members(string typeName)
    {
        if (Static)
        {
            return StaticType().GetMembers(System.Reflection.BindingFlags.Static | System.Reflection.BindingFlags.Public)
                .Where(member => Force || member is not System.Reflection.MethodBase { IsSpecialName: true })
                .GroupBy(member => (member.Name, member.MemberType))
                .Select(group => new MemberDefinition(typeName, group.Key.Name, Kind(group.Key.MemberType), "static " + string.Join(", ", group)));
        }
        return InputObject!.Members
            .Where(member => (member.MemberType & MemberType) != 0 && (Force || !IsHidden(member)))
            .Select(member => new MemberDefinition(typeName, member.Name, member.MemberType, member.ToString() ?? ""));
    }

    private static PSMemberTypes Kind(System.Reflection.MemberTypes type) =>
        type == System.Reflection.MemberTypes.Method ? PSMemberTypes.Method : PSMemberTypes.Property;

    private static bool IsHidden(PSMemberInfo member) =>
        member is PSMethod && (member.Name.StartsWith("get_", StringComparison.Ordinal) || member.Name.StartsWith("set_", StringComparison.Ordinal)) ||
        member is PSMemberSet && member.Name.StartsWith("ps", StringComparison.Ordinal) ||
        member.Name == "pstypenames";
}
