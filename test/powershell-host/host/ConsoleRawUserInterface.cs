using System.Management.Automation;
using System.Management.Automation.Host;

namespace PowerShellHost;

/// <summary>Keys, cursor and sizes of the terminal. What a Unix terminal cannot give back (its contents) is refused.</summary>
internal sealed class ConsoleRawUserInterface(LineEditor editor) : PSHostRawUserInterface
{
    public override ConsoleColor ForegroundColor { get => Console.ForegroundColor; set => Console.ForegroundColor = value; }
    public override ConsoleColor BackgroundColor { get => Console.BackgroundColor; set => Console.BackgroundColor = value; }
    public override int CursorSize { get => 100; set => throw NotOnThisPlatform(); }
    public override Size BufferSize { get => new(Terminal.Width, Terminal.Height); set => throw NotOnThisPlatform(); }
    public override Size WindowSize { get => BufferSize; set => throw NotOnThisPlatform(); }
    public override Size MaxWindowSize => BufferSize;
    public override Size MaxPhysicalWindowSize => BufferSize;
    public override Coordinates WindowPosition { get => new(0, 0); set => throw NotOnThisPlatform(); }
    public override bool KeyAvailable => Console.KeyAvailable;

    public override string WindowTitle
    {
        get => "";
        set
        {
            if (Terminal.Draws)
            {
                Console.Title = value;
            }
        }
    }

    public override Coordinates CursorPosition
    {
        get => Terminal.Draws && !Console.IsInputRedirected ? new(Console.CursorLeft, Console.CursorTop) : new(0, 0);
        set => Console.SetCursorPosition(value.X, value.Y);
    }

    public override KeyInfo ReadKey(ReadKeyOptions options)
    {
        if ((options & (ReadKeyOptions.IncludeKeyDown | ReadKeyOptions.IncludeKeyUp)) == 0)
        {
            throw new PSArgumentException("Give IncludeKeyDown, IncludeKeyUp or both.", nameof(options));
        }
        var takesControlC = options.HasFlag(ReadKeyOptions.AllowCtrlC);
        Console.TreatControlCAsInput = takesControlC;
        try
        {
            var key = editor.NextKey() ?? throw new PipelineStoppedException();
            if (!options.HasFlag(ReadKeyOptions.NoEcho))
            {
                Console.Out.Write(key.KeyChar);
            }
            var isDown = options.HasFlag(ReadKeyOptions.IncludeKeyDown);
            return new KeyInfo((int)key.Key, key.KeyChar, ControlStates(key.Modifiers), isDown);
        }
        finally
        {
            if (takesControlC)
            {
                Console.TreatControlCAsInput = false;
            }
        }
    }

    public override void FlushInputBuffer()
    {
        while (!Console.IsInputRedirected && Console.KeyAvailable)
        {
            Console.ReadKey(intercept: true);
        }
    }

    public override void SetBufferContents(Rectangle rectangle, BufferCell fill)
    {
        // Clear-Host is the one use that a terminal can follow: the whole screen, filled with blanks.
        if (rectangle.Left == -1 && fill.Character == ' ')
        {
            Console.Clear();
            return;
        }
        throw NotOnThisPlatform();
    }

    public override void SetBufferContents(Coordinates origin, BufferCell[,] contents) => throw NotOnThisPlatform();

    public override BufferCell[,] GetBufferContents(Rectangle rectangle) => throw NotOnThisPlatform();

    public override void ScrollBufferContents(Rectangle source, Coordinates destination, Rectangle clip, BufferCell fill) =>
        throw NotOnThisPlatform();

    private static ControlKeyStates ControlStates(ConsoleModifiers modifiers)
    {
        ControlKeyStates states = 0;
        states |= modifiers.HasFlag(ConsoleModifiers.Shift) ? ControlKeyStates.ShiftPressed : 0;
        states |= modifiers.HasFlag(ConsoleModifiers.Alt) ? ControlKeyStates.LeftAltPressed : 0;
        states |= modifiers.HasFlag(ConsoleModifiers.Control) ? ControlKeyStates.LeftCtrlPressed : 0;
        return states;
    }

    private static PlatformNotSupportedException NotOnThisPlatform() => new("A Unix terminal cannot do this.");
}
