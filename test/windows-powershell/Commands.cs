using System.Management.Automation.Language;

namespace WindowsPowerShell;

/// <summary>The commands that a script uses and does not define, with the parameters that it passes.</summary>
internal static class Commands
{
    public static IEnumerable<Finding> In(ScriptBlockAst script)
    {
        var own = script.FindAll(ast => ast is FunctionDefinitionAst, true)
            .Select(ast => ((FunctionDefinitionAst)ast).Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var command in script.FindAll(ast => ast is CommandAst, true).Cast<CommandAst>())
        {
            if (command.GetCommandName() is not { } name || own.Contains(name)) continue;
            var parameters = command.CommandElements.OfType<CommandParameterAst>().Select(each => each.ParameterName);
            yield return new("command", string.Join(' ', [name, .. parameters.Order()]), command.Extent);
        }
    }
}
