using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;

namespace PowerShellHost;

/// <summary>One run of the program: its runspace, the command or script it was given, and the prompt loop.</summary>
internal sealed class ConsoleSession : IDisposable
{
    private const int Failure = 1;
    private readonly CommandLine commandLine;
    private readonly ConsoleHost host;
    private readonly Runspace runspace;
    private readonly PipelineRunner runner;
    private bool initialCommandFailed;

    public ConsoleSession(CommandLine commandLine)
    {
        this.commandLine = commandLine;
        host = new ConsoleHost(commandLine.NonInteractive);
        runspace = RunspaceFactory.CreateRunspace(host, InitialSessionState.CreateDefault2());
        runspace.ThreadOptions = PSThreadOptions.ReuseThread;
        runspace.Open();
        Runspace.DefaultRunspace = runspace;
        runner = new PipelineRunner(runspace);
        host.NestedPrompt = () => new PromptLoop(host, runner, showsPrompt: !commandLine.HidesPrompt).Run();
        Console.CancelKeyPress += OnCancelKey;
    }

    /// <summary>Does what the command line asks. Gives the exit code: that of `exit`, else 1 after a failure, else 0.</summary>
    public int Run()
    {
        Prepare();
        RunInitialCommand();
        if (commandLine.EntersLoop && !host.HasEnded)
        {
            new PromptLoop(host, runner, showsPrompt: !commandLine.HidesPrompt).Run();
        }
        if (host.ExitCode is { } code)
        {
            return code;
        }
        return initialCommandFailed || runner.Evaluate("$global:?") != "True" ? Failure : 0;
    }

    public void Dispose()
    {
        Console.CancelKeyPress -= OnCancelKey;
        runspace.Close();
        runspace.Dispose();
    }

    private void Prepare()
    {
        if (commandLine.WorkingDirectory is { } directory)
        {
            RunAndReport(commands => commands.Add(With("Set-Location", "LiteralPath", directory)));
        }
        if (commandLine.EntersLoop && !commandLine.NoLogo)
        {
            host.UI.WriteLine($"PowerShell {ConsoleProgram.PSVersionInfo()}");
        }
        if (!commandLine.NoProfile)
        {
            RunProfiles();
        }
    }

    /// <summary>The user's two profiles, at the places where pwsh looks for them.</summary>
    private void RunProfiles()
    {
        var folder = Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData, Environment.SpecialFolderOption.DoNotVerify), "powershell");
        var hostProfile = Path.Combine(folder, "Microsoft.PowerShell_profile.ps1");
        runspace.SessionStateProxy.SetVariable("PROFILE", hostProfile);
        foreach (var profile in new[] { Path.Combine(folder, "profile.ps1"), hostProfile }.Where(File.Exists))
        {
            RunAndReport(commands => commands.AddScript($". '{CodeGeneration.EscapeSingleQuotedStringContent(profile)}'", useLocalScope: false));
        }
    }

    private void RunInitialCommand()
    {
        if (commandLine.File is { } file)
        {
            if (!commandLine.NoExit)
            {
                EngineInternals.LetScriptExitProcess(runspace);
            }
            initialCommandFailed = !RunAndReport(commands => commands.Add(FileCommand(file)), PipedInput(File.ReadAllText(file)));
        }
        else if (commandLine.Command is { Length: > 0 } command)
        {
            initialCommandFailed = !RunAndReport(_ => { }, PipedInput(command), command);
        }
    }

    private Command FileCommand(string file)
    {
        // A file of another extension is a script with a #! line: PowerShell would take its path for a native program.
        var isScriptFile = file.EndsWith(".ps1", StringComparison.OrdinalIgnoreCase);
        var command = isScriptFile
            ? new Command(file, isScript: false, useLocalScope: false)
            : new Command(File.ReadAllText(file), isScript: true, useLocalScope: false);
        foreach (var argument in commandLine.Arguments)
        {
            command.Parameters.Add(argument);
        }
        return command;
    }

    /// <summary>Lines of standard input for a script that reads `$input`; null leaves the stream to Read-Host.</summary>
    private static IEnumerable<object>? PipedInput(string script)
    {
        if (!Console.IsInputRedirected)
        {
            return null;
        }
        var ast = Parser.ParseInput(script, out _, out _);
        var usesInput = ast.Find(node => node is VariableExpressionAst variable && variable.VariablePath.UserPath.Equals("input", StringComparison.OrdinalIgnoreCase), searchNestedScriptBlocks: false);
        return usesInput is null ? null : ReadLines();
    }

    private static IEnumerable<object> ReadLines()
    {
        while (Console.In.ReadLine() is { } line)
        {
            yield return line;
        }
    }

    private bool RunAndReport(Action<CommandCollection> addCommands, IEnumerable<object>? input = null, string text = "")
    {
        var error = runner.Render(addCommands, input, history: text.Length > 0, text);
        host.ConsoleUI.EndProgress();
        if (error is not null and not PipelineStoppedException)
        {
            runner.Report(error);
        }
        return error is null;
    }

    private static Command With(string name, string parameter, object value)
    {
        var command = new Command(name);
        command.Parameters.Add(parameter, value);
        return command;
    }

    /// <summary>Ctrl+C and SIGINT: wakes a waiting prompt and stops the pipeline; the process goes on.</summary>
    private void OnCancelKey(object? sender, ConsoleCancelEventArgs e)
    {
        e.Cancel = true;
        host.ConsoleUI.Interrupt();
        // Off the signal's thread: stopping may wait for the pipeline, and a second Ctrl+C must still get through.
        ThreadPool.QueueUserWorkItem(_ => runner.Stop());
    }
}
