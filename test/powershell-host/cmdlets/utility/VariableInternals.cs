using System.Management.Automation;
using System.Reflection;

namespace Microsoft.PowerShell.Commands;

/// <summary>Variables by scope: the engine's session state knows how, through members that are not public.</summary>
internal static class VariableInternals
{
    private const BindingFlags Hidden = BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public;

    public static PSVariable? GetAtScope(SessionState state, string name, string scope) =>
        (PSVariable?)Call(state, "GetVariableAtScope", [name, scope]);

    /// <summary>Every variable seen from a scope, or in exactly the one named.</summary>
    public static IEnumerable<PSVariable> Table(SessionState state, string? scope)
    {
        var table = string.IsNullOrEmpty(scope) ? Call(state, "GetVariableTable", []) : Call(state, "GetVariableTableAtScope", [scope]);
        return [.. ((IDictionary<string, PSVariable>)table!).Values.OrderBy(variable => variable.Name, StringComparer.OrdinalIgnoreCase)];
    }

    public static void SetAtScope(SessionState state, PSVariable variable, string scope, bool force) =>
        Call(state, "SetVariableAtScope", [variable, scope, force, CommandOrigin.Internal]);

    public static void RemoveAtScope(SessionState state, string name, string? scope, bool force)
    {
        if (scope is null)
        {
            Call(state, "RemoveVariable", [name, force]);
            return;
        }
        Call(state, "RemoveVariableAtScope", [name, scope, force]);
    }

    private static object? Call(SessionState state, string method, object[] arguments)
    {
        var session = typeof(SessionState).GetProperty("Internal", Hidden)!.GetValue(state)!;
        var target = session.GetType().GetMethod(method, Hidden, [.. arguments.Select(argument => argument.GetType())])!;
        try
        {
            return target.Invoke(session, arguments);
        }
        catch (TargetInvocationException failed) when (failed.InnerException is not null)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failed.InnerException);
            throw;
        }
    }
}
