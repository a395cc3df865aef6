using System.Collections;
using System.Management.Automation;

namespace Microsoft.PowerShell.Commands;

/// <summary>Select-Object: some of the objects, some of their properties.</summary>
[Cmdlet(VerbsCommon.Select, "Object", DefaultParameterSetName = "DefaultParameter")]
public sealed class SelectObjectCommand : PSCmdlet
{
    private readonly Queue<PSObject> held = new();
    private readonly List<PSObject> unique = [];
    private List<PropertyArgument> properties = [];
    private int seen;
    private int written;

    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    [Parameter(Position = 0)]
    public object[]? Property { get; set; }

    [Parameter]
    public string[] ExcludeProperty { get; set; } = [];

    [Parameter]
    public string? ExpandProperty { get; set; }

    [Parameter]
    public SwitchParameter Unique { get; set; }

    [Parameter]
    public SwitchParameter CaseInsensitive { get; set; }

    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int First { get; set; } = -1;

    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int Last { get; set; } = -1;

    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int Skip { get; set; }

    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int SkipLast { get; set; }

    [Parameter]
    public int[]? Index { get; set; }

    [Parameter]
    public SwitchParameter Wait { get; set; }

    protected override void BeginProcessing()
    {
        properties = PropertyArgument.ReadAll(Property);
        if (properties.Count == 0 && ExcludeProperty.Length > 0 && ExpandProperty is null)
        {
            properties = PropertyArgument.ReadAll(["*"]);
        }
    }

    protected override void ProcessRecord()
    {
        if (InputObject is null || ReferenceEquals(InputObject, System.Management.Automation.Internal.AutomationNull.Value))
        {
            return;
        }
        var position = seen++;
        if (Index is not null)
        {
            if (Index.Contains(position)) { Emit(InputObject); }
        }
        else if (Last >= 0)
        {
            HoldLast(InputObject);
        }
        else if (SkipLast > 0)
        {
            held.Enqueue(InputObject);
            if (held.Count > SkipLast) { Emit(held.Dequeue()); }
        }
        else if (position >= Skip)
        {
            EmitFirst(InputObject);
        }
    }

    private void EmitFirst(PSObject item)
    {
        if (First < 0 || written < First)
        {
            written++;
            Emit(item);
        }
        if (First >= 0 && written >= First && !Wait && !Unique)
        {
            PipelineInternals.StopUpstream(this);
        }
    }

    private void HoldLast(PSObject item)
    {
        // -Skip counts from the end when -Last is given.
        held.Enqueue(item);
        if (held.Count > Last + Skip)
        {
            held.Dequeue();
        }
    }

    protected override void EndProcessing()
    {
        if (Last >= 0)
        {
            foreach (var item in held.Take(Math.Max(0, held.Count - Skip)))
            {
                Emit(item);
            }
        }
        unique.ForEach(item => WriteObject(item));
    }

    private void Emit(PSObject item)
    {
        if (ExpandProperty is not null)
        {
            Expand(item);
            return;
        }
        Give(properties.Count > 0 ? Project(item) : item);
    }

    private void Give(PSObject item)
    {
        if (!Unique)
        {
            WriteObject(item);
        }
        else if (!unique.Exists(other => Same(other, item)))
        {
            unique.Add(item);
        }
    }

    private PSObject Project(PSObject item)
    {
        var result = new PSObject();
        var source = item.BaseObject is IDictionary table && item.BaseObject is not PSObject ? WithEntries(item, table) : item;
        foreach (var property in properties)
        {
            AddTo(result, source, property);
        }
        // The projected object still says what it came from.
        foreach (var type in item.TypeNames.Reverse().Where(type => type is not "System.Object"))
        {
            result.TypeNames.Insert(0, "Selected." + type);
        }
        return result;
    }

    private void AddTo(PSObject result, PSObject source, PropertyArgument property)
    {
        var resolved = property.Expression.Script is null ? property.Expression.ResolveNames(source) : [property.Expression];
        if (resolved.Count == 0 && !property.Expression.HasWildCardCharacters)
        {
            resolved = [property.Expression];
        }
        foreach (var expression in resolved)
        {
            var name = property.Name ?? expression.ToString();
            if (ExcludeProperty.Any(pattern => WildcardPattern.Get(pattern, WildcardOptions.IgnoreCase).IsMatch(name)) || result.Properties[name] is not null)
            {
                continue;
            }
            var value = expression.GetValues(source).FirstOrDefault(found => found.Exception is null)?.Result;
            result.Properties.Add(new PSNoteProperty(name, value));
        }
    }

    private static PSObject WithEntries(PSObject item, IDictionary table)
    {
        var source = new PSObject();
        foreach (DictionaryEntry entry in table)
        {
            source.Properties.Add(new PSNoteProperty(entry.Key.ToString(), entry.Value));
        }
        foreach (var member in item.Properties.Where(member => source.Properties[member.Name] is null))
        {
            source.Properties.Add(member);
        }
        return source;
    }

    private void Expand(PSObject item)
    {
        var source = item.BaseObject is IDictionary table ? WithEntries(item, table) : item;
        var found = new PSPropertyExpression(ExpandProperty).GetValues(source);
        if (found.Count == 0)
        {
            var error = new PSArgumentException($"Property \"{ExpandProperty}\" cannot be found.");
            WriteError(new ErrorRecord(error, "ExpandPropertyNotFound", ErrorCategory.InvalidArgument, item));
            return;
        }
        foreach (var result in found.Where(result => result.Exception is null && result.Result is not null))
        {
            foreach (var value in LanguagePrimitives.GetEnumerable(result.Result)?.Cast<object?>() ?? [result.Result])
            {
                Give(Extended(value, source));
            }
        }
    }

    /// <summary>With -ExpandProperty, -Property names become notes on the expanded value.</summary>
    private PSObject Extended(object? value, PSObject source)
    {
        var result = value is null ? new PSObject() : PSObject.AsPSObject(value);
        if (properties.Count > 0)
        {
            result = result.Copy();
            properties.ForEach(property => AddTo(result, source, property));
        }
        return result;
    }

    private bool Same(PSObject left, PSObject right)
    {
        var order = new ObjectOrder(caseSensitive: !CaseInsensitive);
        if (properties.Count == 0 && left.BaseObject is not PSCustomObject)
        {
            return order.Equals(left, right);
        }
        var (mine, others) = (left.Properties.ToList(), right.Properties.ToList());
        return mine.Count == others.Count && mine.TrueForAll(property => order.Equals(property.Value, right.Properties[property.Name]?.Value));
    }
}
