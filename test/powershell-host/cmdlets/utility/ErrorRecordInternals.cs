using System.Management.Automation;
using System.Reflection;

namespace Microsoft.PowerShell.Commands;

/// <summary>Gives an error record another command's position, and keeps the pipeline from replacing it.</summary>
internal static class ErrorRecordInternals
{
    private const BindingFlags Hidden = BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public;
    private static readonly MethodInfo SetInvocationInfo = typeof(ErrorRecord).GetMethod("SetInvocationInfo", Hidden)!;
    private static readonly PropertyInfo PreserveOnce = typeof(ErrorRecord).GetProperty("PreserveInvocationInfoOnce", Hidden)!;

    public static void SetCaller(ErrorRecord record, InvocationInfo caller)
    {
        SetInvocationInfo.Invoke(record, [caller]);
        PreserveOnce.SetValue(record, true);
    }
}
