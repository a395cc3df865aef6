using System.Management.Automation;
using System.Reflection;

namespace Microsoft.PowerShell.Commands;

/// <summary>Ends the commands before this one in the pipeline, as `Select-Object -First` does once it has enough.</summary>
internal static class PipelineInternals
{
    private const BindingFlags Hidden = BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public;

    private static readonly ConstructorInfo NewStop = typeof(PSCmdlet).Assembly
        .GetType("System.Management.Automation.StopUpstreamCommandsException", throwOnError: true)!
        .GetConstructors(Hidden)[0];

    /// <summary>Does not return.</summary>
    public static void StopUpstream(PSCmdlet command) => throw (Exception)NewStop.Invoke([command]);
}
