using System.ComponentModel;
using System.Diagnostics;
using System.Management.Automation;

namespace Microsoft.PowerShell.Commands;

/// <summary>Processes by name (with wildcards), identifier or object.</summary>
public abstract class ProcessCommand : PSCmdlet
{
    [Parameter(Position = 0, ParameterSetName = "Name", ValueFromPipelineByPropertyName = true)]
    [Alias("ProcessName")]
    public string[] Name { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = "Id", ValueFromPipelineByPropertyName = true)]
    [Alias("PID")]
    public int[] Id { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = "InputObject", ValueFromPipeline = true)]
    public Process[] InputObject { get; set; } = [];

    private protected IEnumerable<Process> Matching() => ParameterSetName switch
    {
        "Id" => Id.Select(ById).OfType<Process>(),
        "InputObject" => InputObject,
        _ => Name.Length == 0 ? All() : Name.SelectMany(ByName),
    };

    private static IEnumerable<Process> All() => Process.GetProcesses().OrderBy(process => process.ProcessName, StringComparer.OrdinalIgnoreCase);

    private Process? ById(int id)
    {
        try
        {
            return Process.GetProcessById(id);
        }
        catch (ArgumentException)
        {
            NotFound($"Cannot find a process with the process identifier {id}.", "NoProcessFoundForGivenId", id);
            return null;
        }
    }

    private List<Process> ByName(string name)
    {
        var pattern = WildcardPattern.Get(name, WildcardOptions.IgnoreCase);
        var found = All().Where(process => pattern.IsMatch(process.ProcessName)).ToList();
        if (found.Count == 0 && !WildcardPattern.ContainsWildcardCharacters(name))
        {
            NotFound($"Cannot find a process with the name \"{name}\". Verify the process name and call the cmdlet again.", "NoProcessFoundForGivenName", name);
        }
        return found;
    }

    private void NotFound(string message, string id, object target) =>
        WriteError(new ErrorRecord(new InvalidOperationException(message), id, ErrorCategory.ObjectNotFound, target));
}

/// <summary>Get-Process.</summary>
[Cmdlet(VerbsCommon.Get, "Process", DefaultParameterSetName = "Name")]
[OutputType(typeof(Process))]
public sealed class GetProcessCommand : ProcessCommand
{
    protected override void ProcessRecord() => WriteObject(Matching(), enumerateCollection: true);
}

/// <summary>Stop-Process.</summary>
[Cmdlet(VerbsLifecycle.Stop, "Process", SupportsShouldProcess = true, DefaultParameterSetName = "Id")]
public sealed class StopProcessCommand : ProcessCommand
{
    [Parameter]
    public SwitchParameter Force { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void ProcessRecord()
    {
        foreach (var process in Matching().Where(process => ShouldProcess($"{process.ProcessName} ({process.Id})")))
        {
            Stop(process);
            if (PassThru) { WriteObject(process); }
        }
    }

    private void Stop(Process process)
    {
        try
        {
            process.Kill();
        }
        catch (Exception refused) when (refused is Win32Exception or InvalidOperationException)
        {
            var error = new InvalidOperationException($"Cannot stop process \"{process.ProcessName} ({process.Id})\" because of the following error: {refused.Message}", refused);
            WriteError(new ErrorRecord(error, "CouldNotStopProcess", ErrorCategory.CloseError, process));
        }
    }
}

/// <summary>Wait-Process.</summary>
[Cmdlet(VerbsLifecycle.Wait, "Process", DefaultParameterSetName = "Name")]
public sealed class WaitProcessCommand : ProcessCommand
{
    private readonly CancellationTokenSource stopped = new();

    [Parameter]
    [Alias("TimeoutSec")]
    [ValidateRange(0, 32767)]
    public int? Timeout { get; set; }

    protected override void ProcessRecord()
    {
        var deadline = Timeout is { } seconds ? TimeSpan.FromSeconds(seconds) : System.Threading.Timeout.InfiniteTimeSpan;
        foreach (var process in Matching())
        {
            try
            {
                process.WaitForExitAsync(stopped.Token).Wait(deadline, stopped.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            if (!process.HasExited)
            {
                var error = new TimeoutException($"Process \"{process.ProcessName} ({process.Id})\" is not stopped in the specified time-out.");
                WriteError(new ErrorRecord(error, "ProcessNotTerminated", ErrorCategory.CloseError, process));
            }
        }
    }

    protected override void StopProcessing() => stopped.Cancel();
}
