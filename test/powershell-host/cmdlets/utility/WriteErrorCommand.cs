using System.Management.Automation;

namespace Microsoft.PowerShell.Commands;

/// <summary>Write-Error: a non-terminating error from a message, an exception or a whole record.</summary>
[Cmdlet(VerbsCommunications.Write, "Error", DefaultParameterSetName = MessageSet)]
public sealed class WriteErrorCommand : PSCmdlet
{
    private const string MessageSet = "NoException";
    private const string ExceptionSet = "WithException";
    private const string RecordSet = "ErrorRecord";

    [Parameter(ParameterSetName = ExceptionSet, Position = 0, Mandatory = true)]
    public Exception? Exception { get; set; }

    [Parameter(ParameterSetName = MessageSet, Position = 0, Mandatory = true, ValueFromPipeline = true)]
    [Parameter(ParameterSetName = ExceptionSet)]
    [AllowNull, AllowEmptyString]
    [Alias("Msg")]
    public string? Message { get; set; }

    [Parameter(ParameterSetName = RecordSet, Position = 0, Mandatory = true)]
    public ErrorRecord? ErrorRecord { get; set; }

    [Parameter(ParameterSetName = MessageSet)]
    [Parameter(ParameterSetName = ExceptionSet)]
    public ErrorCategory Category { get; set; } = ErrorCategory.NotSpecified;

    [Parameter(ParameterSetName = MessageSet)]
    [Parameter(ParameterSetName = ExceptionSet)]
    public string? ErrorId { get; set; }

    [Parameter(ParameterSetName = MessageSet)]
    [Parameter(ParameterSetName = ExceptionSet)]
    public object? TargetObject { get; set; }

    [Parameter]
    public string? RecommendedAction { get; set; }

    [Parameter, Alias("Activity")]
    public string? CategoryActivity { get; set; }

    [Parameter, Alias("Reason")]
    public string? CategoryReason { get; set; }

    [Parameter, Alias("TargetName")]
    public string? CategoryTargetName { get; set; }

    [Parameter, Alias("TargetType")]
    public string? CategoryTargetType { get; set; }

    protected override void ProcessRecord()
    {
        var record = ErrorRecord is null ? NewRecord() : new ErrorRecord(ErrorRecord, null);
        if (RecommendedAction is not null)
        {
            record.ErrorDetails ??= new ErrorDetails(record.Exception.Message);
            record.ErrorDetails.RecommendedAction = RecommendedAction;
        }
        var category = record.CategoryInfo;
        category.Activity = CategoryActivity ?? category.Activity;
        category.Reason = CategoryReason ?? category.Reason;
        category.TargetName = CategoryTargetName ?? category.TargetName;
        category.TargetType = CategoryTargetType ?? category.TargetType;
        // The error belongs to the function that called Write-Error: its position and its name are the ones shown.
        if (GetVariableValue("MyInvocation") is InvocationInfo caller)
        {
            ErrorRecordInternals.SetCaller(record, caller);
            category.Activity = CategoryActivity ?? "Write-Error";
        }
        WriteError(record);
    }

    private ErrorRecord NewRecord()
    {
        var exception = Exception ?? new WriteErrorException(Message ?? "");
        var record = new ErrorRecord(exception, ErrorId ?? exception.GetType().FullName, Category, TargetObject);
        if (Exception is not null && !string.IsNullOrEmpty(Message))
        {
            record.ErrorDetails = new ErrorDetails(Message);
        }
        return record;
    }
}
