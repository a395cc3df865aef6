using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Reflection;

namespace Microsoft.PowerShell.Commands;

/// <summary>Adds to the current runspace's type and format tables. What the engine refuses is an error of the cmdlet.</summary>
internal static class TypeTables
{
    private const BindingFlags Hidden = BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public;

    public static void AddTypes(PSCmdlet command, SessionStateTypeEntry entry)
    {
        var (context, state) = Current();
        state.Types.Add(entry);
        Apply(command, "UpdateTypes", context, state, "TypesXmlUpdateException");
    }

    public static void AddFormat(PSCmdlet command, SessionStateFormatEntry entry, bool first)
    {
        var (context, state) = Current();
        var others = state.Formats.ToList();
        if (first)
        {
            state.Formats.Clear();
        }
        state.Formats.Add(entry);
        if (first)
        {
            state.Formats.Add(others);
        }
        Apply(command, "UpdateFormats", context, state, "FormatXmlUpdateException");
    }

    private static (object Context, InitialSessionState State) Current()
    {
        var context = typeof(Runspace).GetProperty("ExecutionContext", Hidden)!.GetValue(Runspace.DefaultRunspace)!;
        return (context, (InitialSessionState)context.GetType().GetProperty("InitialSessionState", Hidden)!.GetValue(context)!);
    }

    private static void Apply(PSCmdlet command, string method, object context, InitialSessionState state, string errorId)
    {
        try
        {
            typeof(InitialSessionState).GetMethod(method, Hidden)!.Invoke(state, [context, false]);
        }
        catch (TargetInvocationException failed) when (failed.InnerException is RuntimeException refused)
        {
            command.WriteError(new ErrorRecord(refused, errorId, ErrorCategory.InvalidOperation, null));
        }
    }
}
