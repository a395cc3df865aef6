using System.Collections;
using System.Management.Automation;
using Newtonsoft.Json;

namespace Microsoft.PowerShell.Commands;

/// <summary>How ConvertFrom-Json reads strings that look like dates.</summary>
public enum JsonDateKind
{
    Default,
    Local,
    Utc,
    Offset,
    String,
}

/// <summary>ConvertFrom-Json: the pipeline's lines are one JSON text, or each a text of its own when the first one is complete.</summary>
[Cmdlet(VerbsData.ConvertFrom, "Json")]
[OutputType(typeof(PSObject), typeof(Hashtable))]
public sealed class ConvertFromJsonCommand : PSCmdlet
{
    private readonly List<string> lines = [];

    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true)]
    [AllowEmptyString]
    public string InputObject { get; set; } = "";

    [Parameter]
    public SwitchParameter AsHashtable { get; set; }

    [Parameter]
    [ValidateRange(ValidateRangeKind.Positive)]
    public int Depth { get; set; } = 1024;

    [Parameter]
    public SwitchParameter NoEnumerate { get; set; }

    [Parameter]
    public JsonDateKind DateKind { get; set; }

    protected override void ProcessRecord() => lines.Add(InputObject);

    protected override void EndProcessing()
    {
        if (lines.Count > 1 && IsComplete(lines[0]))
        {
            lines.ForEach(Convert);
        }
        else if (lines.Count > 0)
        {
            Convert(string.Join(Environment.NewLine, lines));
        }
    }

    private bool IsComplete(string line)
    {
        try
        {
            Reading().Read(line);
            return line.Trim().Length > 0;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private void Convert(string json)
    {
        try
        {
            WriteObject(WithKind(Reading().Read(json)), enumerateCollection: !NoEnumerate);
        }
        catch (ArgumentException error)
        {
            ThrowTerminatingError(new ErrorRecord(error, "System.ArgumentException", ErrorCategory.NotSpecified, null));
        }
    }

    private JsonReading Reading() => new(AsHashtable, Depth, DateKind switch
    {
        JsonDateKind.String => DateParseHandling.None,
        JsonDateKind.Offset => DateParseHandling.DateTimeOffset,
        _ => DateParseHandling.DateTime,
    });

    private object? WithKind(object? value) => value switch
    {
        DateTime date when DateKind == JsonDateKind.Utc => date.ToUniversalTime(),
        DateTime date when DateKind == JsonDateKind.Local => date.ToLocalTime(),
        object?[] items => Array.ConvertAll(items, WithKind),
        PSObject { BaseObject: PSCustomObject } entries => WithKind(entries),
        _ => value,
    };

    private PSObject WithKind(PSObject entries)
    {
        foreach (var property in entries.Properties)
        {
            property.Value = WithKind(property.Value);
        }
        return entries;
    }
}

/// <summary>ConvertTo-Json.</summary>
[Cmdlet(VerbsData.ConvertTo, "Json")]
[OutputType(typeof(string))]
public sealed class ConvertToJsonCommand : PSCmdlet
{
    private readonly List<object?> inputs = [];

    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true)]
    [AllowNull]
    public object? InputObject { get; set; }

    [Parameter]
    [ValidateRange(0, 100)]
    public int Depth { get; set; } = 2;

    [Parameter]
    public SwitchParameter Compress { get; set; }

    [Parameter]
    public SwitchParameter EnumsAsStrings { get; set; }

    [Parameter]
    public SwitchParameter AsArray { get; set; }

    [Parameter]
    public StringEscapeHandling EscapeHandling { get; set; } = StringEscapeHandling.Default;

    protected override void ProcessRecord() => inputs.Add(InputObject);

    protected override void EndProcessing()
    {
        if (inputs.Count == 0)
        {
            return;
        }
        var root = inputs.Count > 1 || AsArray ? inputs.ToArray() : inputs[0];
        var shaping = new JsonWriting(Depth, EnumsAsStrings);
        var settings = new JsonSerializerSettings
        {
            Formatting = Compress ? Formatting.None : Formatting.Indented,
            StringEscapeHandling = EscapeHandling,
            MaxDepth = 1024,
            TypeNameHandling = TypeNameHandling.None,
        };
        WriteObject(JsonConvert.SerializeObject(shaping.Shape(root), settings));
        if (shaping.WasTruncated)
        {
            WriteWarning($"Resulting JSON is truncated as serialization has exceeded the set depth of {Depth}.");
        }
    }
}
