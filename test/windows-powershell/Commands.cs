using System.Management.Automation.Language;

namespace WindowsPowerShell;

/// <summary>The commands that a script uses and that no script defines, with the parameters that it passes.</summary>
internal static class Commands
{
    /// <summary>Returns the names of the functions in the scripts, without the scope that some are defined in.</summary>
    public static HashSet<string> DefinedIn(IEnumerable<ScriptBlockAst> scripts) =>
        scripts.SelectMany(script => script.FindAll(ast => ast is FunctionDefinitionAst, true))
            .Select(ast => ((FunctionDefinitionAst)ast).Name.Split(':')[^1]).ToHashSet(StringComparer.OrdinalIgnoreCase);

    public static IEnumerable<Finding> In(ScriptBlockAst script, HashSet<string> own)
    {
        foreach (var command in script.FindAll(ast => ast is CommandAst, true).Cast<CommandAst>())
        {
            if (command.GetCommandName() is not { } name || own.Contains(name)) continue;
            var parameters = command.CommandElements.OfType<CommandParameterAst>().Select(each => each.ParameterName);
            yield return new("command", string.Join(' ', [name, .. parameters.Order()]), command.Extent);
        }
    }
}
