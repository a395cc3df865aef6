using System.Management.Automation;

namespace Microsoft.PowerShell.Commands;

/// <summary>Names and scopes, as the variable cmdlets share them. A scope is Global, Local, Script, Private or a number of levels.</summary>
public abstract class VariableCommand : PSCmdlet
{
    [Parameter]
    public string? Scope { get; set; }

    private protected PSVariable? Find(string name)
    {
        if (string.IsNullOrEmpty(Scope))
        {
            return SessionState.PSVariable.Get(name);
        }
        return VariableInternals.GetAtScope(SessionState, name, Scope);
    }

    private protected IEnumerable<PSVariable> FindAll(string[] names)
    {
        foreach (var name in names)
        {
            if (WildcardPattern.ContainsWildcardCharacters(name))
            {
                var pattern = WildcardPattern.Get(name, WildcardOptions.IgnoreCase);
                foreach (var variable in VariableInternals.Table(SessionState, Scope).Where(variable => pattern.IsMatch(variable.Name)))
                {
                    yield return variable;
                }
            }
            else if (Find(name) is { } variable)
            {
                yield return variable;
            }
            else
            {
                var error = new ItemNotFoundException($"Cannot find a variable with the name '{name}'.");
                WriteError(new ErrorRecord(error, "VariableNotFound", ErrorCategory.ObjectNotFound, name));
            }
        }
    }

    private protected void Store(PSVariable variable, bool force) =>
        VariableInternals.SetAtScope(SessionState, variable, string.IsNullOrEmpty(Scope) ? "Local" : Scope, force);
}

/// <summary>Get-Variable.</summary>
[Cmdlet(VerbsCommon.Get, "Variable")]
[OutputType(typeof(PSVariable))]
public sealed class GetVariableCommand : VariableCommand
{
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public string[] Name { get; set; } = ["*"];

    [Parameter]
    public SwitchParameter ValueOnly { get; set; }

    protected override void ProcessRecord()
    {
        foreach (var variable in FindAll(Name))
        {
            WriteObject(ValueOnly ? variable.Value : variable);
        }
    }
}

/// <summary>New-Variable.</summary>
[Cmdlet(VerbsCommon.New, "Variable", SupportsShouldProcess = true)]
public sealed class NewVariableCommand : VariableCommand
{
    [Parameter(Position = 0, Mandatory = true)]
    public string Name { get; set; } = "";

    [Parameter(Position = 1, ValueFromPipeline = true)]
    public object? Value { get; set; }

    [Parameter]
    public string Description { get; set; } = "";

    [Parameter]
    public ScopedItemOptions Option { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void ProcessRecord()
    {
        if (!Force && VariableInternals.GetAtScope(SessionState, Name, string.IsNullOrEmpty(Scope) ? "Local" : Scope) is not null)
        {
            var error = new SessionStateException($"A variable with name '{Name}' already exists.");
            WriteError(new ErrorRecord(error, "VariableAlreadyExists", ErrorCategory.ResourceExists, Name));
            return;
        }
        if (!ShouldProcess($"Name: {Name} Value: {Value}"))
        {
            return;
        }
        var variable = new PSVariable(Name, Value, Option) { Description = Description };
        Store(variable, Force);
        if (PassThru)
        {
            WriteObject(variable);
        }
    }
}

/// <summary>Set-Variable.</summary>
[Cmdlet(VerbsCommon.Set, "Variable", SupportsShouldProcess = true)]
public sealed class SetVariableCommand : VariableCommand
{
    private readonly List<object?> piped = [];
    private bool hasValue;
    private object? value;

    [Parameter(Position = 0, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    public string[] Name { get; set; } = [];

    [Parameter(Position = 1, ValueFromPipeline = true)]
    public object? Value
    {
        get => value;
        set
        {
            this.value = value;
            hasValue = true;
        }
    }

    [Parameter]
    public ScopedItemOptions? Option { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void ProcessRecord() => piped.Add(value);

    protected override void EndProcessing()
    {
        var final = piped.Count > 1 ? piped.ToArray() : piped.FirstOrDefault();
        foreach (var name in Name.Where(name => ShouldProcess($"Name: {name} Value: {final}")))
        {
            var scope = string.IsNullOrEmpty(Scope) ? "Local" : Scope;
            var variable = VariableInternals.GetAtScope(SessionState, name, scope);
            if (variable is null)
            {
                variable = new PSVariable(name, final, Option ?? ScopedItemOptions.None);
                Store(variable, Force);
            }
            else
            {
                if (hasValue) { variable.Value = final; }
                if (Option is { } option) { variable.Options = option; }
            }
            if (PassThru) { WriteObject(variable); }
        }
    }
}

/// <summary>Remove-Variable.</summary>
[Cmdlet(VerbsCommon.Remove, "Variable", SupportsShouldProcess = true)]
public sealed class RemoveVariableCommand : VariableCommand
{
    [Parameter(Position = 0, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    public string[] Name { get; set; } = [];

    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override void ProcessRecord()
    {
        foreach (var variable in FindAll(Name).ToList().Where(variable => ShouldProcess($"Name: {variable.Name}")))
        {
            VariableInternals.RemoveAtScope(SessionState, variable.Name, string.IsNullOrEmpty(Scope) ? null : Scope, Force);
        }
    }
}
