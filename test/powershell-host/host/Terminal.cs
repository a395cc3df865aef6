namespace PowerShellHost;

/// <summary>Facts about the terminal that several parts ask for.</summary>
internal static class Terminal
{
    private const int FallbackWidth = 120;
    private const int FallbackHeight = 50;

    /// <summary>Output goes to a terminal that understands escape sequences.</summary>
    public static bool Draws { get; } = !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("TERM") is not (null or "" or "dumb");

    public static int Width => Console.IsOutputRedirected || Console.WindowWidth <= 0 ? FallbackWidth : Console.WindowWidth;

    public static int Height => Console.IsOutputRedirected || Console.WindowHeight <= 0 ? FallbackHeight : Console.WindowHeight;
}
