using System.Management.Automation.Runspaces;
using System.Text;

namespace PowerShellHost;

/// <summary>A command line that pwsh would refuse. The process exits with 64 (EX_USAGE), as pwsh does.</summary>
public sealed class CommandLineException(string message) : Exception(message);

/// <summary>What the switches ask for. Names match by unambiguous prefix, as pwsh's do.</summary>
public sealed class CommandLine
{
    public bool NoProfile { get; private set; }
    public bool NoLogo { get; private set; }
    public bool NoExit { get; private set; }
    public bool NonInteractive { get; private set; }
    public bool ShowVersion { get; private set; }
    public bool ShowHelp { get; private set; }
    public bool ServerMode { get; private set; }

    /// <summary>`-Command -` or `-File -`: statements come from standard input.</summary>
    public bool ReadsCommandsFromInput { get; private set; }

    /// <summary>`-Command -` shows no prompts between statements.</summary>
    public bool HidesPrompt { get; private set; }
    public string? Command { get; private set; }
    public string? File { get; private set; }
    public string? WorkingDirectory { get; private set; }
    public string? ExecutionPolicy { get; private set; }
    public List<CommandParameter> Arguments { get; } = [];

    /// <summary>True when a prompt loop follows (or is) the work.</summary>
    public bool EntersLoop => NoExit || ReadsCommandsFromInput || (Command is null && File is null);

    private readonly Queue<string> rest;

    private CommandLine(IEnumerable<string> args) => rest = new Queue<string>(args);

    /// <summary>Reads pwsh's switches. Throws <see cref="CommandLineException"/> on what pwsh would refuse.</summary>
    public static CommandLine Parse(string[] args)
    {
        var line = new CommandLine(args);
        while (line.rest.Count > 0)
        {
            line.TakeNext();
        }
        return line;
    }

    private void TakeNext()
    {
        var argument = rest.Dequeue();
        if (argument is "-" or "--")
        {
            ReadFromInput(hidesPrompt: false);
        }
        // The one switch that pwsh takes with a slash on every system.
        else if (argument.StartsWith('-') || argument == "/?")
        {
            TakeSwitch(argument);
        }
        else
        {
            TakeFile(argument);
        }
    }

    private void TakeSwitch(string argument)
    {
        var key = argument.TrimStart('-', '/').ToLowerInvariant();
        if (Matches(key, "version", "v")) { ShowVersion = NoLogo = true; }
        else if (Matches(key, "help", "h") || key == "?") { ShowHelp = true; }
        else if (Matches(key, "noexit", "noe")) { NoExit = true; }
        else if (Matches(key, "noprofile", "nop")) { NoProfile = true; }
        else if (Matches(key, "nologo", "nol")) { NoLogo = true; }
        else if (Matches(key, "noninteractive", "noni")) { NonInteractive = true; }
        else if (Matches(key, "interactive", "i")) { NonInteractive = false; }
        else if (Matches(key, "servermode", "s")) { ServerMode = true; }
        else if (Matches(key, "command", "c")) { TakeCommand(argument); }
        else if (Matches(key, "file", "f")) { TakeFile(Value(argument)); }
        else if (Matches(key, "encodedcommand", "e") || key == "ec") { Command = Decode(Value(argument)); }
        else if (Matches(key, "outputformat", "o") || key == "of") { RequireText(Value(argument)); }
        else if (Matches(key, "inputformat", "inp") || key == "if") { RequireText(Value(argument)); }
        else if (Matches(key, "executionpolicy", "ex") || key == "ep") { ExecutionPolicy = Value(argument); }
        else if (Matches(key, "workingdirectory", "wo") || key == "wd") { WorkingDirectory = Value(argument); }
        else { TakeFile(argument); }
    }

    private void TakeCommand(string argument)
    {
        var text = Value(argument);
        if (text == "-")
        {
            if (rest.Count > 0)
            {
                throw new CommandLineException("'-' was specified with the -Command parameter; no other arguments to -Command are permitted.");
            }
            ReadFromInput(hidesPrompt: true);
            return;
        }
        Command = string.Join(' ', [text, .. rest]);
        rest.Clear();
    }

    private void TakeFile(string path)
    {
        if (path == "-")
        {
            ReadFromInput(hidesPrompt: false);
            return;
        }
        var full = Path.GetFullPath(path);
        if (!System.IO.File.Exists(full))
        {
            throw new CommandLineException(
                $"The argument '{path}' is not recognized as the name of a script file. " +
                "Check the spelling of the name, or if a path was included, verify that the path is correct and try again.");
        }
        File = full;
        while (rest.Count > 0)
        {
            Arguments.Add(ScriptArgument(rest.Dequeue()));
        }
    }

    /// <summary>`-Name`, `-Name:value` or a positional value; `-Name:$true` and `$false` become booleans.</summary>
    private static CommandParameter ScriptArgument(string text)
    {
        if (text.Length < 2 || text[0] != '-' || !(char.IsLetter(text[1]) || text[1] == '_'))
        {
            return new CommandParameter(null, text);
        }
        var colon = text.IndexOf(':');
        if (colon < 0)
        {
            return new CommandParameter(text);
        }
        var value = text[(colon + 1)..];
        object bound = value.ToLowerInvariant() switch { "$true" => true, "$false" => false, _ => value };
        return new CommandParameter(text[..colon], bound);
    }

    private void ReadFromInput(bool hidesPrompt)
    {
        ReadsCommandsFromInput = true;
        HidesPrompt = hidesPrompt;
        NoLogo = true;
    }

    private string Value(string argument) =>
        rest.TryDequeue(out var value) ? value : throw new CommandLineException($"The parameter {argument} requires an argument.");

    private static bool Matches(string key, string name, string shortest) =>
        name.StartsWith(key, StringComparison.Ordinal) && key.StartsWith(shortest, StringComparison.Ordinal);

    private static void RequireText(string format)
    {
        if (!format.Equals("text", StringComparison.OrdinalIgnoreCase))
        {
            throw new CommandLineException($"The format '{format}' is not available in this host; only Text is.");
        }
    }

    private static string Decode(string base64)
    {
        try
        {
            return Encoding.Unicode.GetString(Convert.FromBase64String(base64));
        }
        catch (FormatException)
        {
            throw new CommandLineException("The value of -EncodedCommand is not Base64 of UTF-16 text.");
        }
    }
}
