using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace PowerShellHost;

/// <summary>Writes to and reads from the console. Errors go to standard error when that is redirected, as in pwsh.</summary>
internal sealed partial class ConsoleUserInterface(bool nonInteractive) : PSHostUserInterface, IHostUISupportsMultipleChoiceSelection
{
    // One editor per process: the terminal is one, and so is Ctrl+C.
    private static readonly LineEditor editor = new();
    private readonly ConsoleRawUserInterface raw = new(editor);
    private readonly ProgressLine progress = new();
    private readonly Lock gate = new();

    public override PSHostRawUserInterface RawUI => raw;
    public override bool SupportsVirtualTerminal => Terminal.Draws;

    /// <summary>The person at the terminal pressed Ctrl+D on an empty line.</summary>
    internal bool InputEnded => editor.Ended;

    public override void Write(string value) => Put(value);

    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) =>
        Put(Colored(foregroundColor, backgroundColor, value));

    public override void WriteLine(string value) => Put(value + "\n");

    public override void WriteLine() => Put("\n");

    public override void WriteLine(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) =>
        Put(Colored(foregroundColor, backgroundColor, value) + "\n");

    public override void WriteErrorLine(string value)
    {
        if (!Console.IsErrorRedirected)
        {
            WriteLine(value);
            return;
        }
        lock (gate)
        {
            Console.Error.Write(GetOutputString(value, supportsVirtualTerminal: false) + "\n");
        }
    }

    public override void WriteDebugLine(string message) => WriteLabelled(FormatStyle.Debug, "DEBUG: " + message);

    public override void WriteVerboseLine(string message) => WriteLabelled(FormatStyle.Verbose, "VERBOSE: " + message);

    public override void WriteWarningLine(string message) => WriteLabelled(FormatStyle.Warning, "WARNING: " + message);

    // The engine itself writes informational messages, when $InformationPreference asks for them.
    public override void WriteInformation(InformationRecord record) { }

    public override void WriteProgress(long sourceId, ProgressRecord record)
    {
        if (!Terminal.Draws)
        {
            return;
        }
        lock (gate)
        {
            progress.Show(record);
        }
    }

    /// <summary>Clears the progress line; a finished pipeline leaves none behind.</summary>
    internal void EndProgress()
    {
        lock (gate)
        {
            progress.Clear();
        }
    }

    /// <summary>A statement for the prompt loop. Null on Ctrl+C, and at the end of input.</summary>
    internal string? ReadStatementLine(Func<string, int, CommandCompletion?> complete) =>
        Console.IsInputRedirected ? Console.In.ReadLine() : editor.ReadStatement(complete);

    /// <summary>Makes a read that waits give up: called on Ctrl+C from another thread.</summary>
    internal void Interrupt() => editor.Interrupt();

    internal void ForgetInterrupt() => editor.ForgetInterrupt();

    private void WriteLabelled(FormatStyle style, string text)
    {
        var start = Terminal.Draws ? GetFormatStyleString(style) : "";
        Put(start.Length > 0 ? $"{start}{text}{PSStyle.Instance.Reset}\n" : text + "\n");
    }

    private void Put(string text)
    {
        lock (gate)
        {
            progress.Clear();
            Console.Out.Write(GetOutputString(text, Terminal.Draws));
        }
    }

    private static string Colored(ConsoleColor foreground, ConsoleColor background, string text)
    {
        if (!Terminal.Draws)
        {
            return text;
        }
        // A colour that the console does not know comes as -1: "as it is".
        var start = Enum.IsDefined(foreground) ? PSStyle.MapForegroundColorToEscapeSequence(foreground) : "";
        start += Enum.IsDefined(background) && background != Console.BackgroundColor ? PSStyle.MapBackgroundColorToEscapeSequence(background) : "";
        return $"{start}{text}{PSStyle.Instance.Reset}";
    }

    public override string ReadLine()
    {
        RefuseWhenNonInteractive();
        return ReadAnswer();
    }

    public override SecureString ReadLineAsSecureString()
    {
        RefuseWhenNonInteractive();
        return ReadSecret();
    }

    private string ReadAnswer()
    {
        if (Console.IsInputRedirected)
        {
            return Console.In.ReadLine() ?? "";
        }
        return editor.ReadLine() ?? throw new PipelineStoppedException();
    }

    private SecureString ReadSecret()
    {
        if (Console.IsInputRedirected)
        {
            var secret = new SecureString();
            foreach (var character in Console.In.ReadLine() ?? "")
            {
                secret.AppendChar(character);
            }
            return secret;
        }
        return editor.ReadSecret() ?? throw new PipelineStoppedException();
    }

    private void RefuseWhenNonInteractive()
    {
        if (nonInteractive)
        {
            throw new PSInvalidOperationException(
                "PowerShell is in NonInteractive mode. Read and Prompt functionality is not available.");
        }
    }
}
