using System.Management.Automation.Language;

namespace WindowsPowerShell;

/// <summary>Finds syntax and variables that are newer than Windows PowerShell 5.1 (about_Operators, about_Automatic_Variables).</summary>
internal static class NewSyntax
{
    private static readonly HashSet<string> NewVariables =
        new(["IsWindows", "IsLinux", "IsMacOS", "IsCoreCLR", "PSStyle", "EnabledExperimentalFeatures"], StringComparer.OrdinalIgnoreCase);

    public static IEnumerable<Finding> In(Ast script) =>
        script.FindAll(_ => true, searchNestedScriptBlocks: true).SelectMany(Judge);

    private static IEnumerable<Finding> Judge(Ast ast)
    {
        if (NameOf(ast) is { } syntax) yield return new("syntax", syntax, ast.Extent);
        if (ast is VariableExpressionAst variable && NewVariables.Contains(variable.VariablePath.UserPath))
            yield return new("variable", variable.VariablePath.UserPath, ast.Extent);
    }

    private static string? NameOf(Ast ast) => ast switch
    {
        TernaryExpressionAst => "ternary operator",
        PipelineChainAst => "pipeline chain",
        PipelineAst { Background: true } => "background operator",
        BinaryExpressionAst { Operator: TokenKind.QuestionQuestion } => "null-coalescing operator",
        AssignmentStatementAst { Operator: TokenKind.QuestionQuestionEquals } => "null-coalescing assignment",
        MemberExpressionAst { NullConditional: true } or IndexExpressionAst { NullConditional: true } => "null-conditional operator",
        ParamBlockAst { Parent: ScriptBlockAst { CleanBlock: not null } } => "clean block",
        _ => null,
    };
}
