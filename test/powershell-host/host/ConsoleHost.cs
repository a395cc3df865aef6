using System.Globalization;
using System.Management.Automation.Host;

namespace PowerShellHost;

/// <summary>The PSHost of a console session. Scripts see it as `$Host`, under the name that pwsh's own host has.</summary>
internal sealed class ConsoleHost : PSHost
{
    private readonly ConsoleUserInterface userInterface;
    private int nestingDepth;

    public ConsoleHost(bool nonInteractive) => userInterface = new ConsoleUserInterface(nonInteractive);

    public override string Name => "ConsoleHost";
    public override Version Version { get; } = Version.Parse(ConsoleProgram.PSVersionInfo().Split('-')[0]);
    public override Guid InstanceId { get; } = Guid.NewGuid();
    public override CultureInfo CurrentCulture => CultureInfo.CurrentCulture;
    public override CultureInfo CurrentUICulture => CultureInfo.CurrentUICulture;
    public override PSHostUserInterface UI => userInterface;

    internal ConsoleUserInterface ConsoleUI => userInterface;

    /// <summary>True after `exit` and at the end of input: every prompt loop ends.</summary>
    internal bool HasEnded { get; private set; }

    /// <summary>The code given to `exit`; null when input just ended, and the last statement's success decides.</summary>
    internal int? ExitCode { get; private set; }
    internal int NestingDepth => nestingDepth;

    /// <summary>Runs a prompt loop inside the one that waits; set by the session.</summary>
    internal Action NestedPrompt { get; set; } = () => { };

    public override void SetShouldExit(int exitCode)
    {
        ExitCode = exitCode;
        HasEnded = true;
    }

    public override void EnterNestedPrompt()
    {
        nestingDepth++;
        try
        {
            NestedPrompt();
        }
        finally
        {
            nestingDepth = Math.Max(0, nestingDepth - 1);
        }
    }

    public override void ExitNestedPrompt() => nestingDepth--;

    // Native programs share the terminal; there is no mode of ours to put away for them.
    public override void NotifyBeginApplication() => userInterface.EndProgress();

    public override void NotifyEndApplication() { }

    internal void EndOfInput() => HasEnded = true;
}
