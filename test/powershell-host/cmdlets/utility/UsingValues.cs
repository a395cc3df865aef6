using System.Management.Automation;
using System.Management.Automation.Language;
using System.Text;

namespace Microsoft.PowerShell.Commands;

/// <summary>The caller's values for `$using:name` in a script block that runs in another runspace.</summary>
internal static class UsingValues
{
    /// <summary>The parameter under which the engine takes the values from a host.</summary>
    public const string ParameterName = "--%";

    /// <summary>Values by the key that the engine looks them up with: the expression's text in Base64.</summary>
    public static Dictionary<string, object?> Of(ScriptBlock script, SessionState caller)
    {
        var values = new Dictionary<string, object?>();
        foreach (var ast in script.Ast.FindAll(node => node is UsingExpressionAst, searchNestedScriptBlocks: true).Cast<UsingExpressionAst>())
        {
            if (UsingExpressionAst.ExtractUsingVariable(ast) is not { } variable)
            {
                continue;
            }
            var text = ast.ToString();
            var key = ast.SubExpression is VariableExpressionAst ? text.ToLowerInvariant() : text;
            values[Convert.ToBase64String(Encoding.Unicode.GetBytes(key))] = caller.PSVariable.GetValue(variable.VariablePath.UserPath);
        }
        return values;
    }
}
