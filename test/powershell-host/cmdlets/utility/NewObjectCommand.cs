using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace Microsoft.PowerShell.Commands;

/// <summary>New-Object for .NET types, with -ArgumentList and -Property.</summary>
[Cmdlet(VerbsCommon.New, "Object")]
public sealed class NewObjectCommand : PSCmdlet
{
    [Parameter(Position = 0, Mandatory = true)]
    public string TypeName { get; set; } = "";

    [Parameter(Position = 1)]
    [Alias("Args")]
    public object[] ArgumentList { get; set; } = [];

    [Parameter]
    public IDictionary? Property { get; set; }

    protected override void BeginProcessing()
    {
        if (!LanguagePrimitives.TryConvertTo(TypeName, out Type type))
        {
            var missing = new PSArgumentException($"Cannot find type [{TypeName}]: verify that the assembly containing this type is loaded.");
            ThrowTerminatingError(new ErrorRecord(missing, "TypeNotFound", ErrorCategory.InvalidType, null));
        }
        var created = Create(type);
        foreach (DictionaryEntry entry in Property ?? new Hashtable())
        {
            SetMember(created, entry);
        }
        WriteObject(created);
    }

    private PSObject Create(Type type)
    {
        if (type == typeof(PSObject) || type == typeof(PSCustomObject))
        {
            return new PSObject();
        }
        // `[type]::new(...)` of the language picks the constructor and converts the arguments.
        var create = ScriptBlock.Create("param([type] $t, [object[]] $a) , $t::new.Invoke($a)");
        if (ArgumentList.Length == 0 && type.IsValueType)
        {
            return PSObject.AsPSObject(Activator.CreateInstance(type)!);
        }
        try
        {
            return create.Invoke(type, ArgumentList)[0];
        }
        catch (RuntimeException failed)
        {
            var cause = failed.InnerException ?? failed;
            ThrowTerminatingError(new ErrorRecord(cause, "ConstructorInvokedThrowException,Microsoft.PowerShell.Commands.NewObjectCommand", ErrorCategory.InvalidOperation, type));
            throw;
        }
    }

    private void SetMember(PSObject target, DictionaryEntry entry)
    {
        var name = entry.Key.ToString()!;
        if (target.Properties[name] is { } property)
        {
            property.Value = entry.Value;
        }
        else if (target.BaseObject is PSCustomObject)
        {
            target.Properties.Add(new PSNoteProperty(name, entry.Value));
        }
        else
        {
            var error = new InvalidOperationException($"The member \"{name}\" was not found for the specified .NET object.");
            WriteError(new ErrorRecord(error, "InvalidOperation", ErrorCategory.InvalidOperation, target));
        }
    }
}
