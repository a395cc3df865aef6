using System.Management.Automation.Language;
using System.Reflection;

namespace WindowsPowerShell;

/// <summary>
/// Finds types and members that .NET Framework does not have. The type of an expression is known from its text for
/// [type] expressions, casts, typed parameters, automatic variables, variables that are only ever assigned one type,
/// and results of known members. A method called on anything else must at least exist in some type.
/// </summary>
internal sealed class MemberCheck(Framework framework, ScriptBlockAst script)
{
    private const BindingFlags Static = BindingFlags.Public | BindingFlags.Static | BindingFlags.IgnoreCase | BindingFlags.FlattenHierarchy;
    private const BindingFlags Instance = BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase;

    private static readonly Dictionary<string, string> Automatic = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Host"] = "System.Management.Automation.Host.PSHost",
        ["ExecutionContext"] = "System.Management.Automation.EngineIntrinsics",
        ["PSCmdlet"] = "System.Management.Automation.PSCmdlet",
        ["Caller"] = "System.Management.Automation.PSCmdlet",
    };

    /// <summary>Members that PowerShell adds to every object, or to some types with its adapters.</summary>
    private static readonly HashSet<string> Added =
        new(["PSObject", "PSTypeNames", "Count", "Length", "Where", "ForEach"], StringComparer.OrdinalIgnoreCase);

    public IEnumerable<Finding> Findings()
    {
        foreach (var ast in script.FindAll(_ => true, searchNestedScriptBlocks: true))
        {
            var name = ast switch
            {
                TypeExpressionAst type => type.TypeName,
                AttributeBaseAst attribute => attribute.TypeName,
                _ => null,
            };
            if (name is not null && Missing(name) is { } missing) yield return new("type", missing, ast.Extent);
            if (ast is MemberExpressionAst member && Lacks(member) is { } lacks) yield return new("member", lacks, ast.Extent);
        }
    }

    private string? Missing(ITypeName name) => name switch
    {
        ArrayTypeName array => Missing(array.ElementType),
        GenericTypeName generic => Missing(generic.TypeName) ?? generic.GenericArguments.Select(Missing).FirstOrDefault(each => each is not null),
        _ => Resolve(name) is null ? name.FullName : null,
    };

    private Type? Resolve(ITypeName name)
    {
        var here = name.GetReflectionType() ?? name.GetReflectionAttributeType();
        if (here is null && name is TypeName) here = new GenericProbe(name).Type;
        if (here is null) return null;
        if (here.IsGenericType) here = here.GetGenericTypeDefinition();
        return here.IsArray ? framework.Find("System.Array") : framework.Find(here.FullName!);
    }

    private string? Lacks(MemberExpressionAst member)
    {
        if (member.Member is not StringConstantExpressionAst { Value: var name } || Added.Contains(name)) return null;
        var call = member as InvokeMemberExpressionAst;
        var count = call?.Arguments?.Count ?? 0;
        if (!member.Static && TypeOf(member.Expression) is null)
            return call is null || framework.AnyHasMethod(name, count) ? null : $"any type has {name} of {count}";
        var type = member.Static && member.Expression is TypeExpressionAst { TypeName: var typeName } ? Resolve(typeName) : TypeOf(member.Expression);
        if (type is null) return null;
        return Members(type, name, member.Static, call is null ? null : count).Any() ? null : $"{type.FullName} has {name}{(call is null ? "" : $" of {count}")}";
    }

    private static IEnumerable<MemberInfo> Members(Type type, string name, bool isStatic, int? count)
    {
        if (isStatic && count is not null && name.Equals("new", StringComparison.OrdinalIgnoreCase))
            return type.FullName is "System.Array" || (type.IsValueType && count == 0) ? [type] : type.GetConstructors().Where(each => Takes(each, count.Value));
        var flags = isStatic ? Static : Instance;
        IEnumerable<Type> types = type.IsInterface ? [type, .. type.GetInterfaces()] : [type];
        var found = types.SelectMany(each => each.GetMember(name, flags));
        return count is null ? found : found.Where(each => each is MethodBase method && Takes(method, count.Value));
    }

    private static bool Takes(MethodBase method, int count)
    {
        var parameters = method.GetParameters();
        var needed = parameters.Count(each => !each.IsOptional && !IsParams(each));
        return count >= needed && (count <= parameters.Length || (parameters.Length > 0 && IsParams(parameters[^1])));
    }

    private static bool IsParams(ParameterInfo parameter) =>
        parameter.CustomAttributes.Any(each => each.AttributeType.Name == nameof(ParamArrayAttribute));

    /// <summary>The type of an expression in .NET Framework; null if the text does not show it.</summary>
    private Type? TypeOf(ExpressionAst expression, int depth = 0)
    {
        if (depth > 8) return null;
        switch (expression)
        {
            case ConvertExpressionAst { Type.TypeName: var to }:
                return Resolve(to);
            case StringConstantExpressionAst or ExpandableStringExpressionAst:
                return framework.Find("System.String");
            case ParenExpressionAst { Pipeline: PipelineAst { PipelineElements: [CommandExpressionAst inner] } }:
                return TypeOf(inner.Expression, depth + 1);
            case VariableExpressionAst variable:
                return TypeOf(variable, depth);
            case MemberExpressionAst { Member: StringConstantExpressionAst { Value: var name } } member:
                var owner = member.Expression is TypeExpressionAst type ? Resolve(type.TypeName) : TypeOf(member.Expression, depth + 1);
                if (owner is null) return null;
                var call = member as InvokeMemberExpressionAst;
                if (member.Static && call is not null && name.Equals("new", StringComparison.OrdinalIgnoreCase)) return owner;
                var given = Members(owner, name, member.Static, call is null ? null : call.Arguments?.Count ?? 0).Select(ResultOf).Distinct().ToArray();
                return given is [{ } only] && !only.IsGenericParameter && only.FullName is not "System.Object" ? only : null;
            default:
                return null;
        }
    }

    private Type? TypeOf(VariableExpressionAst variable, int depth)
    {
        var name = variable.VariablePath.UserPath;
        if (Automatic.TryGetValue(name, out var known)) return framework.Find(known);
        Ast scope = variable;
        while (scope.Parent is not null and not ScriptBlockAst { Parent: FunctionDefinitionAst }) scope = scope.Parent;
        var parameter = scope.Find(ast => ast is ParameterAst each && Same(each.Name, name), false) as ParameterAst;
        if (parameter is not null)
            return parameter.Attributes.OfType<TypeConstraintAst>().Select(each => Resolve(each.TypeName)).FirstOrDefault();
        if (scope.Find(ast => ast is ForEachStatementAst each && Same(each.Variable, name), true) is not null) return null;
        var types = scope.FindAll(ast => ast is AssignmentStatementAst each && Same(each.Left as VariableExpressionAst, name), true)
            .Select(ast => ((AssignmentStatementAst)ast).Right is CommandExpressionAst right ? TypeOf(right.Expression, depth + 1) : null)
            .Distinct().ToArray();
        return types is [{ } only] ? only : null;
    }

    private static bool Same(VariableExpressionAst? one, string name) =>
        one is not null && one.VariablePath.UserPath.Equals(name, StringComparison.OrdinalIgnoreCase);

    private static Type? ResultOf(MemberInfo member) => member switch
    {
        MethodInfo method => method.ReturnType,
        PropertyInfo property => property.PropertyType,
        FieldInfo field => field.FieldType,
        _ => null,
    };

    /// <summary>In a script, the name of a generic type does not contain the number of its arguments.</summary>
    private sealed class GenericProbe(ITypeName name)
    {
        public Type? Type { get; } = Enumerable.Range(1, 4)
            .Select(count => System.Type.GetType($"{name.FullName}`{count}") ?? typeof(Queue<>).Assembly.GetType($"{name.FullName}`{count}")
                ?? typeof(System.Collections.Concurrent.ConcurrentDictionary<,>).Assembly.GetType($"{name.FullName}`{count}"))
            .FirstOrDefault(type => type is not null);
    }
}
