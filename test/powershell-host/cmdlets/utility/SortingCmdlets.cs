using System.Collections;
using System.Collections.ObjectModel;
using System.Management.Automation;

namespace Microsoft.PowerShell.Commands;

/// <summary>What Sort-Object and Group-Object share: all input, and the values of -Property on it.</summary>
public abstract class KeyedObjectsCommand : PSCmdlet
{
    private protected readonly List<PSObject> Inputs = [];

    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    [Parameter(Position = 0)]
    public object[]? Property { get; set; }

    [Parameter]
    public SwitchParameter CaseSensitive { get; set; }

    [Parameter]
    public string? Culture { get; set; }

    protected override void ProcessRecord()
    {
        if (InputObject is not null && !ReferenceEquals(InputObject, System.Management.Automation.Internal.AutomationNull.Value))
        {
            Inputs.Add(InputObject);
        }
    }

    private protected static List<object?> Keys(PSObject item, List<PropertyArgument> properties) =>
        properties.Count == 0 ? [item] : [.. properties.Select(property => property.ValueOf(item))];
}

/// <summary>Sort-Object: a stable sort.</summary>
[Cmdlet("Sort", "Object")]
public sealed class SortObjectCommand : KeyedObjectsCommand
{
    [Parameter]
    public SwitchParameter Descending { get; set; }

    [Parameter]
    public SwitchParameter Unique { get; set; }

    [Parameter]
    public SwitchParameter Stable { get; set; }

    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int Top { get; set; } = int.MaxValue;

    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int Bottom { get; set; } = int.MaxValue;

    protected override void EndProcessing()
    {
        var properties = PropertyArgument.ReadAll(Property);
        var order = new ObjectOrder(CaseSensitive);
        bool[] descending = properties.Count == 0 ? [Descending] : [.. properties.Select(property => property.Descending ?? Descending)];
        var sorted = Inputs
            .Select(item => (Item: item, Keys: Keys(item, properties)))
            .Order(Comparer<(PSObject Item, List<object?> Keys)>.Create((left, right) => order.CompareKeys(left.Keys, right.Keys, descending)))
            .ToList();
        if (Unique)
        {
            sorted = [.. sorted.Where((entry, index) => index == 0 || order.CompareKeys(sorted[index - 1].Keys, entry.Keys, descending) != 0)];
        }
        foreach (var entry in sorted.Take(Top).TakeLast(Bottom))
        {
            WriteObject(entry.Item);
        }
    }
}

/// <summary>One group: the shared values, their text, and the members.</summary>
public sealed class GroupInfo(string name, ArrayList values, Collection<PSObject> group)
{
    public ArrayList Values { get; } = values;
    public int Count => Group.Count;
    public Collection<PSObject> Group { get; } = group;
    public string Name { get; } = name;
}

/// <summary>Group-Object.</summary>
[Cmdlet(VerbsData.Group, "Object")]
[OutputType(typeof(GroupInfo), typeof(Hashtable))]
public sealed class GroupObjectCommand : KeyedObjectsCommand
{
    [Parameter]
    public SwitchParameter NoElement { get; set; }

    [Parameter]
    [Alias("AHT")]
    public SwitchParameter AsHashTable { get; set; }

    [Parameter]
    public SwitchParameter AsString { get; set; }

    protected override void EndProcessing()
    {
        var properties = PropertyArgument.ReadAll(Property);
        var order = new ObjectOrder(CaseSensitive);
        var groups = new List<(List<object?> Keys, Collection<PSObject> Members)>();
        foreach (var item in Inputs)
        {
            var keys = Keys(item, properties);
            var group = groups.Find(other => other.Keys.Zip(keys).All(pair => order.Equals(pair.First, pair.Second)));
            if (group.Members is null)
            {
                group = (keys, []);
                groups.Add(group);
            }
            group.Members.Add(item);
        }
        bool[] ascending = new bool[Math.Max(1, properties.Count)];
        groups = [.. groups.Order(Comparer<(List<object?> Keys, Collection<PSObject> Members)>.Create((x, y) => order.CompareKeys(x.Keys, y.Keys, ascending)))];
        if (AsHashTable)
        {
            WriteTable(groups);
            return;
        }
        groups.ForEach(group => WriteObject(Shape(group.Keys, group.Members)));
    }

    private PSObject Shape(List<object?> keys, Collection<PSObject> members)
    {
        var info = PSObject.AsPSObject(new GroupInfo(Name(keys), new ArrayList(keys), members));
        if (NoElement)
        {
            // The name that the engine's two-column view is registered under.
            info.TypeNames.Insert(0, "Microsoft.PowerShell.Commands.GroupInfoNoElement");
        }
        return info;
    }

    private void WriteTable(List<(List<object?> Keys, Collection<PSObject> Members)> groups)
    {
        var table = CaseSensitive ? new Hashtable() : new Hashtable(StringComparer.OrdinalIgnoreCase);
        foreach (var (keys, members) in groups)
        {
            var key = AsString ? Name(keys) : keys.Count == 1 ? PSObject.AsPSObject(keys[0] ?? "").BaseObject : Name(keys);
            table[key] = members;
        }
        WriteObject(table);
    }

    private static string Name(List<object?> keys) =>
        string.Join(", ", keys.Select(key => key is null ? "" : LanguagePrimitives.ConvertTo<string>(key)));
}
