using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace Microsoft.PowerShell.Commands;

/// <summary>A job that runs in a runspace of this process, on a thread of its own.</summary>
public sealed class ThreadJob : Job
{
    private readonly System.Management.Automation.PowerShell shell;
    private readonly PSDataCollection<PSObject> input = [];

    internal ThreadJob(string name, ScriptBlock script, object[] arguments, IEnumerable<object> piped, Dictionary<string, object?> usingValues)
        : base(script.ToString(), name)
    {
        PSJobTypeName = nameof(ThreadJob);
        var runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());
        shell = System.Management.Automation.PowerShell.Create(runspace);
        shell.AddScript(script.ToString());
        foreach (var argument in arguments)
        {
            shell.AddArgument(argument);
        }
        if (usingValues.Count > 0)
        {
            shell.AddParameter(UsingValues.ParameterName, usingValues);
        }
        foreach (var item in piped)
        {
            input.Add(PSObject.AsPSObject(item));
        }
        input.Complete();
        shell.Streams.Error = Error;
        shell.Streams.Warning = Warning;
        shell.Streams.Verbose = Verbose;
        shell.Streams.Debug = Debug;
        shell.Streams.Progress = Progress;
        shell.Streams.Information = Information;
    }

    public override bool HasMoreData => Output.Count > 0 || Error.Count > 0 || Warning.Count > 0 || Information.Count > 0;
    public override string Location => "PowerShell";
    public override string StatusMessage => "";

    internal void Start(string? directory)
    {
        shell.Runspace.Open();
        if (directory is not null)
        {
            shell.Runspace.SessionStateProxy.Path.SetLocation(directory);
        }
        shell.InvocationStateChanged += (_, change) => OnStateChanged(change.InvocationStateInfo);
        SetJobState(JobState.Running);
        shell.BeginInvoke(input, Output);
    }

    private void OnStateChanged(PSInvocationStateInfo now)
    {
        switch (now.State)
        {
            case PSInvocationState.Completed:
                End(JobState.Completed);
                break;
            case PSInvocationState.Stopped:
                End(JobState.Stopped);
                break;
            case PSInvocationState.Failed:
                // Receive-Job shows the reason among the errors.
                Error.Add((now.Reason as IContainsErrorRecord)?.ErrorRecord ?? new ErrorRecord(now.Reason, "ThreadJobFailed", ErrorCategory.NotSpecified, this));
                End(JobState.Failed);
                break;
        }
    }

    private void End(JobState state)
    {
        SetJobState(state);
        shell.Runspace.CloseAsync();
    }

    public override void StopJob() => shell.Stop();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            shell.Dispose();
            input.Dispose();
        }
        base.Dispose(disposing);
    }
}

/// <summary>Start-ThreadJob, from a script block.</summary>
[Cmdlet(VerbsLifecycle.Start, "ThreadJob")]
[OutputType(typeof(ThreadJob))]
public sealed class StartThreadJobCommand : PSCmdlet
{
    private readonly List<object> piped = [];

    [Parameter(Position = 0, Mandatory = true)]
    public ScriptBlock ScriptBlock { get; set; } = null!;

    [Parameter]
    public string? Name { get; set; }

    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    [Parameter]
    public object[] ArgumentList { get; set; } = [];

    protected override void ProcessRecord()
    {
        if (InputObject is not null)
        {
            piped.Add(InputObject);
        }
    }

    protected override void EndProcessing()
    {
        var job = new ThreadJob(Name ?? "", ScriptBlock, ArgumentList, piped, UsingValues.Of(ScriptBlock, SessionState));
        JobRepository.Add(job);
        job.Start(SessionState.Path.CurrentFileSystemLocation.Path);
        WriteObject(job);
    }
}
