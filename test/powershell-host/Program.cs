namespace PowerShellHost;

/// <summary>The entry point: hands the command line to the console host and its exit code to the system.</summary>
internal static class Program
{
    private static int Main(string[] args) => ConsoleProgram.Run(args);
}
