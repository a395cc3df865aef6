using System.Management.Automation;

namespace Microsoft.PowerShell.Commands;

/// <summary>Get-Alias.</summary>
[Cmdlet(VerbsCommon.Get, "Alias", DefaultParameterSetName = "Default")]
[OutputType(typeof(AliasInfo))]
public sealed class GetAliasCommand : PSCmdlet
{
    [Parameter(Position = 0, ParameterSetName = "Default", ValueFromPipeline = true)]
    public string[] Name { get; set; } = ["*"];

    [Parameter(ParameterSetName = "Definition")]
    public string[] Definition { get; set; } = [];

    protected override void ProcessRecord()
    {
        foreach (var name in Definition.Length > 0 ? ["*"] : Name)
        {
            var aliases = InvokeCommand.GetCommands(name, CommandTypes.Alias, nameIsPattern: true).Cast<AliasInfo>().ToList();
            if (aliases.Count == 0 && !WildcardPattern.ContainsWildcardCharacters(name))
            {
                var error = new ItemNotFoundException($"This command cannot find a matching alias because an alias with the name '{name}' does not exist.");
                WriteError(new ErrorRecord(error, "ItemNotFoundException", ErrorCategory.ObjectNotFound, name));
            }
            WriteObject(aliases.Where(Wanted).OrderBy(alias => alias.Name, StringComparer.OrdinalIgnoreCase), enumerateCollection: true);
        }
    }

    private bool Wanted(AliasInfo alias) =>
        Definition.Length == 0 || Definition.Any(pattern => WildcardPattern.Get(pattern, WildcardOptions.IgnoreCase).IsMatch(alias.Definition));
}

/// <summary>Set-Alias and New-Alias write through the Alias: drive, which checks names and options.</summary>
public abstract class WriteAliasCommand : PSCmdlet
{
    [Parameter(Position = 0, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    public string Name { get; set; } = "";

    [Parameter(Position = 1, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    public string Value { get; set; } = "";

    [Parameter]
    public string Scope { get; set; } = "Local";

    [Parameter]
    public SwitchParameter Force { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    [Parameter]
    public ScopedItemOptions Option { get; set; }

    private protected abstract bool Replaces { get; }

    protected override void ProcessRecord()
    {
        if (!Replaces && !Force && InvokeCommand.GetCommand(Name, CommandTypes.Alias) is not null)
        {
            var error = new SessionStateException($"The alias is not allowed, because an alias with the name '{Name}' already exists.");
            WriteError(new ErrorRecord(error, "AliasAlreadyExists", ErrorCategory.ResourceExists, Name));
            return;
        }
        var alias = AliasInternals.Set(SessionState, Name, Value, Option, Scope, Force);
        if (PassThru)
        {
            WriteObject(alias);
        }
    }
}

/// <summary>Set-Alias.</summary>
[Cmdlet(VerbsCommon.Set, "Alias")]
[OutputType(typeof(AliasInfo))]
public sealed class SetAliasCommand : WriteAliasCommand
{
    private protected override bool Replaces => true;
}

/// <summary>New-Alias.</summary>
[Cmdlet(VerbsCommon.New, "Alias")]
[OutputType(typeof(AliasInfo))]
public sealed class NewAliasCommand : WriteAliasCommand
{
    private protected override bool Replaces => false;
}
