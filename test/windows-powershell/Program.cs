// Reads scripts as Windows PowerShell 5.1 on .NET Framework would, and prints what does not exist there, one JSON
// object per line. Nothing is run.
using System.Management.Automation.Language;
using System.Text.Json;
using WindowsPowerShell;

var framework = new Framework(Path.Combine(AppContext.BaseDirectory, "reference"));
var scripts = args.Select(path =>
{
    var script = Parser.ParseFile(path, out _, out var errors);
    return (path, script, errors);
}).ToList();
// The scripts of a module call each other's functions.
var own = Commands.DefinedIn(scripts.Select(each => each.script));
foreach (var (path, script, errors) in scripts)
{
    var findings = errors.Select(error => new Finding("syntax", error.Message, error.Extent))
        .Concat(NewSyntax.In(script))
        .Concat(new MemberCheck(framework, script).Findings())
        .Concat(Commands.In(script, own));
    foreach (var (rule, what, extent) in findings)
        Console.WriteLine(JsonSerializer.Serialize(new { path, rule, what, line = extent.StartLineNumber, text = extent.Text }, JsonSerializerOptions.Web));
}

namespace WindowsPowerShell
{
    /// <param name="Rule">syntax, variable, type, member, or command (not a fault, but a use with its parameters).</param>
    internal sealed record Finding(string Rule, string What, IScriptExtent Extent);
}
