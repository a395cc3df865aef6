using System.Collections;
using System.Management.Automation;

namespace Microsoft.PowerShell.Commands;

/// <summary>One entry of a -Property argument: a name, a script block, or @{ Name; Expression; Descending }.</summary>
internal sealed record PropertyArgument(string? Name, PSPropertyExpression Expression, bool? Descending)
{
    /// <summary>Reads a cmdlet's -Property. Throws <see cref="PSArgumentException"/> on an entry without an expression.</summary>
    public static List<PropertyArgument> ReadAll(IEnumerable<object>? arguments) => [.. (arguments ?? []).Select(Read)];

    private static PropertyArgument Read(object argument) => PSObject.AsPSObject(argument).BaseObject switch
    {
        ScriptBlock script => new PropertyArgument(null, new PSPropertyExpression(script), null),
        IDictionary table => FromTable(table),
        var name => new PropertyArgument(null, new PSPropertyExpression(LanguagePrimitives.ConvertTo<string>(name)), null),
    };

    private static PropertyArgument FromTable(IDictionary table)
    {
        object? expression = null;
        string? name = null;
        bool? descending = null;
        foreach (DictionaryEntry entry in table)
        {
            var key = entry.Key.ToString() ?? "";
            if (Means(key, "expression")) { expression = PSObject.AsPSObject(entry.Value!).BaseObject; }
            else if (Means(key, "name") || Means(key, "label")) { name = entry.Value?.ToString(); }
            else if (Means(key, "descending")) { descending = LanguagePrimitives.IsTrue(entry.Value); }
            else if (Means(key, "ascending")) { descending = !LanguagePrimitives.IsTrue(entry.Value); }
            else { throw new PSArgumentException($"The {key} key is not valid."); }
        }
        return expression switch
        {
            ScriptBlock script => new PropertyArgument(name, new PSPropertyExpression(script), descending),
            string property => new PropertyArgument(name, new PSPropertyExpression(property), descending),
            _ => throw new PSArgumentException("The mandatory Expression key is missing."),
        };
    }

    private static bool Means(string key, string full) => key.Length > 0 && full.StartsWith(key, StringComparison.OrdinalIgnoreCase);

    /// <summary>The first value on an object; null when the property is absent or fails.</summary>
    public object? ValueOf(PSObject source) =>
        Expression.GetValues(source).FirstOrDefault(result => result.Exception is null)?.Result;

    public override string ToString() => Name ?? Expression.ToString();
}
