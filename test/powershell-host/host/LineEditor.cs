using System.Management.Automation;
using System.Security;
using System.Text;

namespace PowerShellHost;

/// <summary>
/// Reads a line key by key, so that Ctrl+C ends a read that waits (Console.ReadLine cannot be interrupted).
/// Knows backspace, the arrow keys, Home, End, Ctrl+U, Ctrl+D, and for statements a history and Tab.
/// </summary>
internal sealed class LineEditor
{
    private static readonly TimeSpan KeyPoll = TimeSpan.FromMilliseconds(15);
    private readonly ManualResetEventSlim interrupted = new();
    private readonly List<string> history = [];

    /// <summary>The last read ended with Ctrl+D on an empty line, or the terminal is gone.</summary>
    public bool Ended { get; private set; }

    public void Interrupt() => interrupted.Set();

    public void ForgetInterrupt() => interrupted.Reset();

    /// <summary>The answer to a question, without the end of its line; null as for a statement.</summary>
    public string? ReadLine() => Read(keepHistory: false, completion: null);

    /// <summary>A statement without the end of its line; null on Ctrl+C, on Ctrl+D, and where the terminal is gone.</summary>
    public string? ReadStatement(Func<string, int, CommandCompletion?> complete) => Read(keepHistory: true, new TabCompletion(complete));

    private string? Read(bool keepHistory, TabCompletion? completion)
    {
        var line = new EditedLine();
        var recalled = history.Count;
        while (NextKey() is { } key)
        {
            if (key.Key == ConsoleKey.Tab && completion is not null)
            {
                line.Complete(completion, isBack: key.Modifiers.HasFlag(ConsoleModifiers.Shift));
                continue;
            }
            completion?.Forget();
            switch (key.Key)
            {
                case ConsoleKey.Enter:
                    EndLine();
                    return Remember(line.Text, keepHistory);
                case ConsoleKey.UpArrow or ConsoleKey.DownArrow when keepHistory && history.Count > 0:
                    recalled = Math.Clamp(recalled + (key.Key == ConsoleKey.UpArrow ? -1 : 1), 0, history.Count);
                    line.Replace(recalled < history.Count ? history[recalled] : "");
                    break;
                case ConsoleKey.D when IsControl(key) && line.Text.Length == 0:
                    Ended = true;
                    EndLine();
                    return null;
                default:
                    line.Apply(key);
                    break;
            }
        }
        EndLine();
        return null;
    }

    /// <summary>A secret, echoed as asterisks; null on Ctrl+C, and where the terminal is gone.</summary>
    public SecureString? ReadSecret()
    {
        var secret = new SecureString();
        while (NextKey() is { } key)
        {
            if (key.Key == ConsoleKey.Enter)
            {
                EndLine();
                secret.MakeReadOnly();
                return secret;
            }
            if (key.Key == ConsoleKey.Backspace && secret.Length > 0)
            {
                secret.RemoveAt(secret.Length - 1);
                Console.Out.Write("\b \b");
            }
            else if (!char.IsControl(key.KeyChar) && key.KeyChar != '\0')
            {
                secret.AppendChar(key.KeyChar);
                Console.Out.Write('*');
            }
        }
        EndLine();
        secret.Dispose();
        return null;
    }

    /// <summary>The next key, not echoed; null on Ctrl+C, and where the terminal is gone. Throws InvalidOperationException when input is redirected, as Console does.</summary>
    public ConsoleKeyInfo? NextKey()
    {
        while (!Console.KeyAvailable)
        {
            if (interrupted.Wait(KeyPoll))
            {
                interrupted.Reset();
                return null;
            }
        }
        var key = Console.ReadKey(intercept: true);
        if (key.Key != default || key.Modifiers != default || !char.IsControl(key.KeyChar))
        {
            return key;
        }
        // A terminal that was closed has nothing to read, for ever: .NET makes a control character without a key of
        // that. Closing is a signal, too, which a parent may have had ignored.
        Ended = true;
        return null;
    }

    private string Remember(string line, bool keepHistory)
    {
        if (keepHistory && line.Length > 0 && (history.Count == 0 || history[^1] != line))
        {
            history.Add(line);
        }
        return line;
    }

    private static void EndLine() => Console.Out.Write("\n");

    internal static bool IsControl(ConsoleKeyInfo key) => key.Modifiers.HasFlag(ConsoleModifiers.Control);

    /// <summary>The text being typed and the cursor in it, kept in step with the terminal.</summary>
    private sealed class EditedLine
    {
        private readonly StringBuilder text = new();
        private int cursor;

        public string Text => text.ToString();

        public void Apply(ConsoleKeyInfo key)
        {
            switch (key.Key)
            {
                case ConsoleKey.Backspace when cursor > 0:
                    MoveTo(cursor - 1);
                    text.Remove(cursor, 1);
                    RedrawFromCursor(erased: 1);
                    break;
                case ConsoleKey.Delete when cursor < text.Length:
                    text.Remove(cursor, 1);
                    RedrawFromCursor(erased: 1);
                    break;
                case ConsoleKey.LeftArrow:
                    MoveTo(Math.Max(0, cursor - 1));
                    break;
                case ConsoleKey.RightArrow:
                    MoveTo(Math.Min(text.Length, cursor + 1));
                    break;
                case ConsoleKey.Home:
                    MoveTo(0);
                    break;
                case ConsoleKey.End:
                    MoveTo(text.Length);
                    break;
                case ConsoleKey.U when IsControl(key):
                    Replace("");
                    break;
                default:
                    Insert(key.KeyChar);
                    break;
            }
        }

        public void Replace(string line)
        {
            var before = text.Length;
            MoveTo(0);
            text.Clear().Append(line);
            RedrawFromCursor(erased: Math.Max(0, before - line.Length));
            MoveTo(line.Length);
        }

        public void Complete(TabCompletion completion, bool isBack)
        {
            if (completion.Next(Text, cursor, isBack) is { } completed)
            {
                Replace(completed.Line);
                MoveTo(completed.Cursor);
            }
        }

        private void Insert(char character)
        {
            if (char.IsControl(character) && character != '\t')
            {
                return;
            }
            text.Insert(cursor++, character);
            Console.Out.Write(character);
            if (cursor < text.Length)
            {
                RedrawFromCursor(erased: 0);
            }
        }

        /// <summary>Writes what stands right of the cursor, blanks what went away, and comes back.</summary>
        private void RedrawFromCursor(int erased)
        {
            var tail = text.ToString(cursor, text.Length - cursor) + new string(' ', erased);
            Console.Out.Write(tail + new string('\b', tail.Length));
        }

        private void MoveTo(int position)
        {
            var move = position < cursor
                ? new string('\b', cursor - position)
                : text.ToString(cursor, position - cursor);
            Console.Out.Write(move);
            cursor = position;
        }
    }
}
