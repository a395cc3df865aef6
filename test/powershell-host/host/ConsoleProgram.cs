using System.Management.Automation;

namespace PowerShellHost;

/// <summary>Turns a command line into a session and gives the process's exit code.</summary>
public static class ConsoleProgram
{
    private const int UsageError = 64;
    private const string Usage =
        """
        Usage: pwsh [-NoLogo] [-NoProfile] [-NonInteractive] [-NoExit] [-WorkingDirectory <directory>]
                    [-ExecutionPolicy <policy>] [-InputFormat Text] [-OutputFormat Text]
                    [[-File] <script> [arguments] | -Command { - | <text> } | -EncodedCommand <Base64> | -Version]
        """;

    public static int Run(string[] args)
    {
        CommandLine commandLine;
        try
        {
            commandLine = CommandLine.Parse(args);
        }
        catch (CommandLineException refused)
        {
            Console.Error.WriteLine(refused.Message);
            Console.Error.WriteLine(Usage);
            return UsageError;
        }
        return Run(commandLine);
    }

    private static int Run(CommandLine commandLine)
    {
        if (commandLine.ShowVersion)
        {
            Console.Out.WriteLine($"PowerShell {PSVersionInfo()}");
            return 0;
        }
        if (commandLine.ShowHelp)
        {
            Console.Out.WriteLine(Usage);
            return 0;
        }
        if (commandLine.ExecutionPolicy is { } policy)
        {
            Environment.SetEnvironmentVariable("PSExecutionPolicyPreference", policy);
        }
        if (commandLine.ServerMode)
        {
            EngineInternals.RunServerMode(commandLine.WorkingDirectory);
            return 0;
        }
        using var session = new ConsoleSession(commandLine);
        return session.Run();
    }

    /// <summary>The version of the engine's package, without build metadata.</summary>
    internal static string PSVersionInfo() =>
        typeof(PSObject).Assembly.GetCustomAttributes(typeof(System.Reflection.AssemblyInformationalVersionAttribute), false)
            .Cast<System.Reflection.AssemblyInformationalVersionAttribute>().First().InformationalVersion.Split('+', ' ')[0];
}
