using System.Collections;
using System.Management.Automation;
using System.Numerics;
using Newtonsoft.Json.Linq;

namespace Microsoft.PowerShell.Commands;

/// <summary>PowerShell objects as plain values for Newtonsoft: dictionaries, lists and scalars, down to a depth.</summary>
internal sealed class JsonWriting(int maximumDepth, bool enumsAsStrings)
{
    /// <summary>Something lay deeper than the depth and was written as text.</summary>
    public bool WasTruncated { get; private set; }

    public object? Shape(object? value) => Shape(value, depth: 0);

    private object? Shape(object? value, int depth)
    {
        var wrapped = value as PSObject;
        var plain = wrapped?.BaseObject ?? value;
        if (IsNull(plain))
        {
            return null;
        }
        if (AsScalar(plain!) is { } scalar)
        {
            return WithNotes(wrapped, scalar, depth);
        }
        if (depth > maximumDepth)
        {
            WasTruncated = true;
            return LanguagePrimitives.ConvertTo<string>(value);
        }
        return plain switch
        {
            JToken token => token,
            IDictionary table => WithNotes(wrapped, Entries(table, depth), depth),
            IEnumerable items => WithNotes(wrapped, items.Cast<object?>().Select(item => Shape(item, depth + 1)).ToList(), depth),
            _ => Members(wrapped ?? PSObject.AsPSObject(plain!), depth),
        };
    }

    private object? AsScalar(object value) => value switch
    {
        string or bool or DateTime or DateTimeOffset or Guid or Uri or BigInteger or char => value,
        byte or sbyte or short or ushort or int or uint or long or ulong or float or double or decimal => value,
        Enum name => enumsAsStrings ? name.ToString() : Convert.ChangeType(name, Enum.GetUnderlyingType(name.GetType()), null),
        Type type => type.AssemblyQualifiedName,
        _ => null,
    };

    private Dictionary<string, object?> Entries(IDictionary table, int depth)
    {
        var entries = new Dictionary<string, object?>();
        foreach (DictionaryEntry entry in table)
        {
            entries[LanguagePrimitives.ConvertTo<string>(entry.Key)] = Shape(entry.Value, depth + 1);
        }
        return entries;
    }

    private Dictionary<string, object?> Members(PSObject source, int depth)
    {
        var entries = new Dictionary<string, object?>();
        foreach (var property in source.Properties.Where(property => property.IsGettable))
        {
            object? value;
            try
            {
                value = property.Value;
            }
            catch (GetValueException)
            {
                value = null;
            }
            entries[property.Name] = Shape(value, depth + 1);
        }
        return entries;
    }

    /// <summary>Notes added to a value turn it into an object with the value under "value", as pwsh writes it.</summary>
    private object? WithNotes(PSObject? wrapped, object? shaped, int depth)
    {
        var notes = wrapped is null ? [] : wrapped.Properties.Where(property => property is PSNoteProperty).ToList();
        if (notes.Count == 0 || wrapped!.BaseObject is string or DateTime)
        {
            return shaped;
        }
        var entries = shaped as Dictionary<string, object?> ?? new Dictionary<string, object?> { ["value"] = shaped };
        foreach (var note in notes)
        {
            entries[note.Name] = Shape(note.Value, depth + 1);
        }
        return entries;
    }

    private static bool IsNull(object? value) =>
        value is null or DBNull || ReferenceEquals(value, System.Management.Automation.Internal.AutomationNull.Value) || value is System.Management.Automation.Language.NullString;
}
