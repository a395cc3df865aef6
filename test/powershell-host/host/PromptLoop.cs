using System.Management.Automation;
using System.Text;

namespace PowerShellHost;

/// <summary>
/// Reads statements and runs them until `exit`, the end of input, or the end of a nested prompt.
/// A statement that is incomplete opens a block, which an empty line closes: the same rule for a person and for `-Command -`.
/// </summary>
internal sealed class PromptLoop(ConsoleHost host, PipelineRunner runner, bool showsPrompt)
{
    private StringBuilder? block;

    public void Run()
    {
        var depth = host.NestingDepth;
        while (!host.HasEnded && host.NestingDepth >= depth)
        {
            WritePrompt();
            var line = host.ConsoleUI.ReadStatementLine(runner.Complete);
            if (line is not null)
            {
                Take(line);
                continue;
            }
            block = null;
            if (Console.IsInputRedirected || host.ConsoleUI.InputEnded)
            {
                host.EndOfInput();
                return;
            }
        }
    }

    private void WritePrompt()
    {
        if (!showsPrompt)
        {
            return;
        }
        host.UI.Write(block is not null ? ">> " : runner.Evaluate("prompt") is { Length: > 0 } prompt ? prompt : "PS>");
    }

    private void Take(string line)
    {
        if (string.IsNullOrWhiteSpace(line))
        {
            if (block is null)
            {
                return;
            }
            line = block.ToString();
            block = null;
        }
        else if (block is not null)
        {
            block.Append('\n').Append(line);
            return;
        }
        Execute(line);
    }

    private void Execute(string statement)
    {
        host.ConsoleUI.ForgetInterrupt();
        var error = runner.Render(_ => { }, history: true, text: statement);
        host.ConsoleUI.EndProgress();
        switch (error)
        {
            case null:
                break;
            case IncompleteParseException:
                block = new StringBuilder(statement);
                break;
            case PipelineStoppedException:
                break;
            default:
                runner.Report(error);
                break;
        }
    }
}
