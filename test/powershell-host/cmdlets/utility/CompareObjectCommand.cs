using System.Management.Automation;

namespace Microsoft.PowerShell.Commands;

/// <summary>Compare-Object: what stands in one collection only ("&lt;=" reference, "=&gt;" difference), by value or by -Property.</summary>
[Cmdlet(VerbsData.Compare, "Object")]
public sealed class CompareObjectCommand : PSCmdlet
{
    private readonly List<PSObject> differences = [];

    [Parameter(Position = 0, Mandatory = true)]
    [AllowEmptyCollection]
    public PSObject[] ReferenceObject { get; set; } = [];

    [Parameter(Position = 1, Mandatory = true, ValueFromPipeline = true)]
    [AllowEmptyCollection]
    public PSObject[] DifferenceObject { get; set; } = [];

    [Parameter(Position = 2)]
    public object[]? Property { get; set; }

    [Parameter]
    public SwitchParameter IncludeEqual { get; set; }

    [Parameter]
    public SwitchParameter ExcludeDifferent { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    [Parameter]
    public SwitchParameter CaseSensitive { get; set; }

    protected override void ProcessRecord() => differences.AddRange(DifferenceObject);

    protected override void EndProcessing()
    {
        var properties = PropertyArgument.ReadAll(Property);
        var order = new ObjectOrder(CaseSensitive);
        List<object?> Keys(PSObject item) => properties.Count == 0 ? [item] : [.. properties.Select(property => property.ValueOf(item))];
        var left = ReferenceObject.ToList();
        var right = differences.ToList();
        foreach (var item in ReferenceObject)
        {
            var twin = right.FindIndex(other => Keys(item).Zip(Keys(other)).All(pair => order.Equals(pair.First, pair.Second)));
            if (twin >= 0)
            {
                right.RemoveAt(twin);
                left.Remove(item);
                if (IncludeEqual || ExcludeDifferent) { Give(item, "==", properties); }
            }
        }
        if (!ExcludeDifferent)
        {
            right.ForEach(item => Give(item, "=>", properties));
            left.ForEach(item => Give(item, "<=", properties));
        }
    }

    private void Give(PSObject item, string side, List<PropertyArgument> properties)
    {
        var result = PassThru ? item : new PSObject();
        if (!PassThru && properties.Count == 0)
        {
            result.Properties.Add(new PSNoteProperty("InputObject", item));
        }
        foreach (var property in PassThru ? [] : properties)
        {
            result.Properties.Add(new PSNoteProperty(property.ToString(), property.ValueOf(item)));
        }
        result.Properties.Add(new PSNoteProperty("SideIndicator", side));
        WriteObject(result);
    }
}
