using System.Management.Automation;
using System.Text.RegularExpressions;

namespace Microsoft.PowerShell.Commands;

/// <summary>Measure-Object: count, sums and extremes of numbers, or lines, words and characters of text.</summary>
[Cmdlet(VerbsDiagnostic.Measure, "Object", DefaultParameterSetName = "GenericMeasure")]
public sealed partial class MeasureObjectCommand : PSCmdlet
{
    private readonly List<object?> values = [];
    private int inputs;

    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    [Parameter(Position = 0)]
    public string[]? Property { get; set; }

    [Parameter(ParameterSetName = "GenericMeasure")]
    public SwitchParameter Sum { get; set; }

    [Parameter(ParameterSetName = "GenericMeasure")]
    public SwitchParameter Average { get; set; }

    [Parameter(ParameterSetName = "GenericMeasure")]
    public SwitchParameter Minimum { get; set; }

    [Parameter(ParameterSetName = "GenericMeasure")]
    public SwitchParameter Maximum { get; set; }

    [Parameter(ParameterSetName = "GenericMeasure")]
    public SwitchParameter StandardDeviation { get; set; }

    [Parameter(ParameterSetName = "GenericMeasure")]
    public SwitchParameter AllStats { get; set; }

    [Parameter(ParameterSetName = "TextMeasure")]
    public SwitchParameter Line { get; set; }

    [Parameter(ParameterSetName = "TextMeasure")]
    public SwitchParameter Word { get; set; }

    [Parameter(ParameterSetName = "TextMeasure")]
    public SwitchParameter Character { get; set; }

    [Parameter(ParameterSetName = "TextMeasure")]
    public SwitchParameter IgnoreWhiteSpace { get; set; }

    protected override void ProcessRecord()
    {
        if (InputObject is null || ReferenceEquals(InputObject, System.Management.Automation.Internal.AutomationNull.Value))
        {
            return;
        }
        inputs++;
        if (Property is null)
        {
            values.Add(InputObject);
            return;
        }
        foreach (var property in PropertyArgument.ReadAll(Property))
        {
            values.AddRange(property.Expression.GetValues(InputObject).Where(found => found.Exception is null && found.Result is not null).Select(found => found.Result));
        }
    }

    protected override void EndProcessing()
    {
        var result = new PSObject();
        void Add(string name, object? value) => result.Properties.Add(new PSNoteProperty(name, value));
        if (ParameterSetName == "TextMeasure")
        {
            result.TypeNames.Insert(0, "Microsoft.PowerShell.Commands.TextMeasureInfo");
            var texts = values.Select(value => LanguagePrimitives.ConvertTo<string>(value)).ToList();
            Add("Lines", Line ? texts.Sum(text => text.Length == 0 ? 0 : text.TrimEnd('\n').Count(c => c == '\n') + 1) : null);
            Add("Words", Word ? texts.Sum(text => Words().Count(text)) : null);
            Add("Characters", Character ? texts.Sum(text => IgnoreWhiteSpace ? text.Count(c => !char.IsWhiteSpace(c)) : text.Length) : null);
        }
        else
        {
            result.TypeNames.Insert(0, "Microsoft.PowerShell.Commands.GenericMeasureInfo");
            var numbers = Sum || Average || StandardDeviation || AllStats ? values.ConvertAll(LanguagePrimitives.ConvertTo<double>) : [];
            var order = new ObjectOrder(caseSensitive: false);
            Add("Count", Property is null ? inputs : values.Count);
            Add("Average", (Average || AllStats) && numbers.Count > 0 ? numbers.Average() : null);
            Add("Sum", (Sum || AllStats) && numbers.Count > 0 ? numbers.Sum() : null);
            Add("Maximum", Maximum || AllStats ? Extreme(values.Max(order)) : null);
            Add("Minimum", Minimum || AllStats ? Extreme(values.Min(order)) : null);
            Add("StandardDeviation", (StandardDeviation || AllStats) && numbers.Count > 0 ? Deviation(numbers) : null);
            Add("Property", Property is { Length: > 0 } ? string.Join(", ", Property) : null);
        }
        WriteObject(result);
    }

    private static object? Extreme(object? value) =>
        PSObject.AsPSObject(value ?? "").BaseObject switch
        {
            "" => null,
            int or long or short or byte => LanguagePrimitives.ConvertTo<double>(value),
            var other => other,
        };

    private static double Deviation(List<double> numbers)
    {
        var mean = numbers.Average();
        return numbers.Count < 2 ? 0 : Math.Sqrt(numbers.Sum(number => (number - mean) * (number - mean)) / (numbers.Count - 1));
    }

    [GeneratedRegex(@"\S+")]
    private static partial Regex Words();
}

/// <summary>Measure-Command: how long a script block takes; its output is dropped.</summary>
[Cmdlet(VerbsDiagnostic.Measure, "Command")]
[OutputType(typeof(TimeSpan))]
public sealed class MeasureCommandCommand : PSCmdlet
{
    [Parameter(Position = 0, Mandatory = true)]
    public ScriptBlock Expression { get; set; } = null!;

    protected override void EndProcessing()
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        // Through the engine's own Out-Null, so that errors and warnings of the block still show.
        InvokeCommand.InvokeScript(SessionState, ScriptBlock.Create("param($block) . $block | Out-Null"), Expression);
        watch.Stop();
        WriteObject(watch.Elapsed);
    }
}
