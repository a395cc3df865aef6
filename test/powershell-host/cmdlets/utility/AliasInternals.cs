using System.Management.Automation;
using System.Reflection;

namespace Microsoft.PowerShell.Commands;

/// <summary>Sets an alias in a named scope: the engine's session state can, through members that are not public.</summary>
internal static class AliasInternals
{
    private const BindingFlags Hidden = BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public;

    public static AliasInfo Set(SessionState state, string name, string value, ScopedItemOptions options, string scope, bool force)
    {
        var session = typeof(SessionState).GetProperty("Internal", Hidden)!.GetValue(state)!;
        var context = session.GetType().GetProperty("ExecutionContext", Hidden)!.GetValue(session)!;
        var alias = (AliasInfo)Activator.CreateInstance(typeof(AliasInfo), Hidden, null, [name, value, context, options], null)!;
        var set = session.GetType().GetMethod("SetAliasItemAtScope", Hidden, [typeof(AliasInfo), typeof(string), typeof(bool), typeof(CommandOrigin)])!;
        try
        {
            return (AliasInfo)set.Invoke(session, [alias, scope, force, CommandOrigin.Internal])!;
        }
        catch (TargetInvocationException failed) when (failed.InnerException is RuntimeException refused)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(refused);
            throw;
        }
    }
}
