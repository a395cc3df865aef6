using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Reflection;

namespace PowerShellHost;

/// <summary>
/// The few things that pwsh's own console host does through non-public members of System.Management.Automation.
/// Kept in one place, so that an upgrade of the package has one file to check.
/// </summary>
internal static class EngineInternals
{
    private const BindingFlags Hidden = BindingFlags.Instance | BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public;

    /// <summary>Lets `exit N` in a script given with -File end the process, not only the script.</summary>
    public static void LetScriptExitProcess(Runspace runspace)
    {
        var context = typeof(Runspace).GetProperty("ExecutionContext", Hidden)!.GetValue(runspace)!;
        context.GetType().GetProperty("ScriptCommandProcessorShouldRethrowExit", Hidden)!.SetValue(context, true);
    }

    /// <summary>Serves a parent PowerShell over standard input and output: the child side of Start-Job.</summary>
    public static void RunServerMode(string? workingDirectory)
    {
        var mediator = typeof(PSObject).Assembly.GetType("System.Management.Automation.Remoting.Server.StdIOProcessMediator", throwOnError: true)!;
        var run = mediator.GetMethod("Run", Hidden)!;
        run.Invoke(null, [null, workingDirectory, null, null, false]);
    }
}
