using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace PowerShellHost;

/// <summary>
/// Runs one pipeline at a time in the session's runspace, nested when another one waits (a nested prompt),
/// and stops the innermost one on request from any thread.
/// </summary>
internal sealed class PipelineRunner(Runspace runspace)
{
    private readonly Stack<Pipeline> running = new();

    /// <summary>Runs and renders through Out-Default. Gives the terminating error, or null.</summary>
    public Exception? Render(Action<CommandCollection> addCommands, IEnumerable<object>? input = null, bool history = false, string text = "")
    {
        using var pipeline = Create(text, history);
        addCommands(pipeline.Commands);
        if (pipeline.Commands.Count > 0)
        {
            pipeline.Commands[0].MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
        }
        pipeline.Commands.Add(new Command("Out-Default")
        {
            MergeUnclaimedPreviousCommandResults = PipelineResultTypes.Error | PipelineResultTypes.Output,
        });
        try
        {
            Invoke(pipeline, input);
            // A stopped pipeline may end without throwing: when its script's last word was a finally block.
            return pipeline.PipelineStateInfo.State == PipelineState.Stopped ? new PipelineStoppedException() : null;
        }
        catch (Exception error) when (error is RuntimeException or InvalidOperationException or ArgumentException)
        {
            return error;
        }
    }

    /// <summary>Shows an error as Out-Default shows it: on the error stream, in the view that the user chose.</summary>
    public void Report(Exception error)
    {
        var record = error is IContainsErrorRecord holder
            ? holder.ErrorRecord
            : new ErrorRecord(error, "ConsoleHost.ReportException", ErrorCategory.NotSpecified, null);
        var wrapped = new PSObject(record);
        // Out-Default sends an object with this note through the host's error line.
        wrapped.Properties.Add(new PSNoteProperty("writeErrorStream", true));
        if (Render(_ => { }, [wrapped]) is not null)
        {
            Console.Error.WriteLine(error.Message);
        }
    }

    /// <summary>The first result of a script as text, or null when it gave none or failed.</summary>
    public string? Evaluate(string script)
    {
        using var pipeline = Create(script, addToHistory: false);
        try
        {
            var results = Invoke(pipeline, input: null);
            return results.Count > 0 ? results[0]?.ToString() : null;
        }
        catch (RuntimeException)
        {
            return null;
        }
    }

    /// <summary>What PowerShell would complete at a place of a line; null where it cannot tell.</summary>
    public CommandCompletion? Complete(string line, int cursor)
    {
        using var pipeline = Create("", addToHistory: false);
        var command = new Command("TabExpansion2");
        command.Parameters.Add("inputScript", line);
        command.Parameters.Add("cursorColumn", cursor);
        pipeline.Commands.Add(command);
        try
        {
            return Invoke(pipeline, input: null).Select(result => result.BaseObject).OfType<CommandCompletion>().FirstOrDefault();
        }
        catch (RuntimeException)
        {
            return null;
        }
    }

    /// <summary>Asks the innermost pipeline to stop; its finally blocks run. False when none runs.</summary>
    public bool Stop()
    {
        Pipeline? innermost;
        lock (running)
        {
            running.TryPeek(out innermost);
        }
        if (innermost is null || innermost.PipelineStateInfo.State != PipelineState.Running)
        {
            return false;
        }
        innermost.StopAsync();
        return true;
    }

    private Pipeline Create(string script, bool addToHistory)
    {
        bool nested;
        lock (running)
        {
            nested = running.Count > 0;
        }
        if (script.Length == 0)
        {
            return nested ? runspace.CreateNestedPipeline() : runspace.CreatePipeline();
        }
        return nested ? runspace.CreateNestedPipeline(script, addToHistory) : runspace.CreatePipeline(script, addToHistory);
    }

    private System.Collections.ObjectModel.Collection<PSObject> Invoke(Pipeline pipeline, IEnumerable<object>? input)
    {
        lock (running)
        {
            running.Push(pipeline);
        }
        try
        {
            return input is null ? pipeline.Invoke() : pipeline.Invoke(input);
        }
        finally
        {
            lock (running)
            {
                running.Pop();
            }
        }
    }
}
