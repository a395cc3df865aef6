using System.Management.Automation;

namespace PowerShellHost;

/// <summary>What Tab does to a line: the first match, and the next one with each further Tab; Shift+Tab goes back.</summary>
internal sealed class TabCompletion(Func<string, int, CommandCompletion?> complete)
{
    private CommandCompletion? found;
    private string before = "";
    private string after = "";
    private int current;

    /// <summary>The line with a match in it, and the place behind that match; null where there is none.</summary>
    public (string Line, int Cursor)? Next(string line, int cursor, bool isBack)
    {
        if (found is null)
        {
            found = complete(line, cursor);
            if (found is null || found.CompletionMatches.Count == 0)
            {
                found = null;
                return null;
            }
            before = line[..found.ReplacementIndex];
            after = line[(found.ReplacementIndex + found.ReplacementLength)..];
            current = isBack ? found.CompletionMatches.Count - 1 : 0;
        }
        else
        {
            var count = found.CompletionMatches.Count;
            current = (current + (isBack ? count - 1 : 1)) % count;
        }
        var start = before + found.CompletionMatches[current].CompletionText;
        return (start + after, start.Length);
    }

    /// <summary>Another key was typed: the next Tab looks anew.</summary>
    public void Forget() => found = null;
}
