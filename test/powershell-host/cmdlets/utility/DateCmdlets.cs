using System.Globalization;
using System.Management.Automation;

namespace Microsoft.PowerShell.Commands;

/// <summary>Get-Date, with .NET and strftime formats.</summary>
[Cmdlet(VerbsCommon.Get, "Date")]
[OutputType(typeof(DateTime), typeof(string))]
public sealed class GetDateCommand : PSCmdlet
{
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("LastWriteTime")]
    public DateTime? Date { get; set; }

    [Parameter]
    [Alias("UnixTime")]
    public long? UnixTimeSeconds { get; set; }

    [Parameter] public int? Year { get; set; }
    [Parameter] public int? Month { get; set; }
    [Parameter] public int? Day { get; set; }
    [Parameter] public int? Hour { get; set; }
    [Parameter] public int? Minute { get; set; }
    [Parameter] public int? Second { get; set; }
    [Parameter] public int? Millisecond { get; set; }

    [Parameter]
    public string? Format { get; set; }

    [Parameter]
    public string? UFormat { get; set; }

    [Parameter]
    public SwitchParameter AsUTC { get; set; }

    protected override void ProcessRecord()
    {
        var date = WithParts(Start());
        if (AsUTC)
        {
            date = date.ToUniversalTime();
        }
        if (UFormat is not null)
        {
            WriteObject(UnixFormat(date, UFormat));
        }
        else if (Format is not null)
        {
            WriteObject(date.ToString(DotNetFormat(Format), CultureInfo.CurrentCulture));
        }
        else
        {
            WriteObject(date);
        }
    }

    private DateTime Start() =>
        UnixTimeSeconds is { } seconds ? DateTimeOffset.FromUnixTimeSeconds(seconds).LocalDateTime : Date ?? DateTime.Now;

    private DateTime WithParts(DateTime date)
    {
        date = date.AddYears(Year - date.Year ?? 0).AddMonths(Month - date.Month ?? 0).AddDays(Day - date.Day ?? 0);
        date = date.AddHours(Hour - date.Hour ?? 0).AddMinutes(Minute - date.Minute ?? 0);
        return date.AddSeconds(Second - date.Second ?? 0).AddMilliseconds(Millisecond - date.Millisecond ?? 0);
    }

    private static string DotNetFormat(string format) => format.ToLowerInvariant() switch
    {
        "filedate" => "yyyyMMdd",
        "filedateuniversal" => "yyyyMMddZ",
        "filedatetime" => "yyyyMMddTHHmmssffff",
        "filedatetimeuniversal" => "yyyyMMddTHHmmssffffZ",
        _ => format,
    };

    /// <summary>The strftime letters that scripts use for stamps and seconds since 1970; others stay as they are.</summary>
    private static string UnixFormat(DateTime date, string format)
    {
        var text = new System.Text.StringBuilder();
        for (var index = 0; index < format.Length; index++)
        {
            if (format[index] != '%' || index + 1 == format.Length)
            {
                text.Append(format[index]);
                continue;
            }
            index++;
            text.Append(Letter(date, format[index]));
        }
        return text.ToString();
    }

    private static string Letter(DateTime date, char letter) => letter switch
    {
        's' => new DateTimeOffset(date).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
        'Y' => date.ToString("yyyy"),
        'm' => date.ToString("MM"),
        'd' => date.ToString("dd"),
        'H' => date.ToString("HH"),
        'M' => date.ToString("mm"),
        'S' => date.ToString("ss"),
        'F' => date.ToString("yyyy-MM-dd"),
        'T' => date.ToString("HH:mm:ss"),
        'Z' => date.ToString("zz"),
        '%' => "%",
        _ => "%" + letter,
    };
}

/// <summary>New-TimeSpan, from parts or between two dates.</summary>
[Cmdlet(VerbsCommon.New, "TimeSpan", DefaultParameterSetName = "Date")]
[OutputType(typeof(TimeSpan))]
public sealed class NewTimeSpanCommand : PSCmdlet
{
    [Parameter(Position = 0, ParameterSetName = "Date", ValueFromPipeline = true)]
    public DateTime? Start { get; set; }

    [Parameter(Position = 1, ParameterSetName = "Date")]
    public DateTime? End { get; set; }

    [Parameter(ParameterSetName = "Time")] public int Days { get; set; }
    [Parameter(ParameterSetName = "Time")] public int Hours { get; set; }
    [Parameter(ParameterSetName = "Time")] public int Minutes { get; set; }
    [Parameter(ParameterSetName = "Time")] public int Seconds { get; set; }
    [Parameter(ParameterSetName = "Time")] public int Milliseconds { get; set; }

    protected override void ProcessRecord()
    {
        var now = DateTime.Now;
        WriteObject(ParameterSetName == "Time"
            ? new TimeSpan(Days, Hours, Minutes, Seconds, Milliseconds)
            : (End ?? now) - (Start ?? now));
    }
}

/// <summary>Start-Sleep; Ctrl+C ends it at once.</summary>
[Cmdlet(VerbsLifecycle.Start, "Sleep", DefaultParameterSetName = "Seconds")]
public sealed class StartSleepCommand : PSCmdlet, IDisposable
{
    private readonly ManualResetEventSlim stopped = new();

    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ParameterSetName = "Seconds")]
    [ValidateRange(0.0, int.MaxValue / 1000.0)]
    public double Seconds { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "Milliseconds", ValueFromPipelineByPropertyName = true)]
    [ValidateRange(0, int.MaxValue)]
    [Alias("ms")]
    public int Milliseconds { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "FromTimeSpan", ValueFromPipelineByPropertyName = true)]
    public TimeSpan Duration { get; set; }

    protected override void ProcessRecord() => stopped.Wait(ParameterSetName switch
    {
        "Seconds" => TimeSpan.FromSeconds(Seconds),
        "Milliseconds" => TimeSpan.FromMilliseconds(Milliseconds),
        _ => Duration,
    });

    protected override void StopProcessing() => stopped.Set();

    public void Dispose() => stopped.Dispose();
}
