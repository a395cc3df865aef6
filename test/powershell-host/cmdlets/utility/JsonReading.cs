using System.Collections;
using System.Management.Automation;
using System.Numerics;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Microsoft.PowerShell.Commands;

/// <summary>JSON text to PowerShell objects, by Newtonsoft's rules as pwsh applies them.</summary>
internal sealed class JsonReading(bool asHashtable, int maximumDepth, DateParseHandling dates)
{
    /// <summary>The value of one JSON text. Throws <see cref="ArgumentException"/> when it is not JSON.</summary>
    public object? Read(string json)
    {
        try
        {
            using var reader = new JsonTextReader(new StringReader(json)) { MaxDepth = maximumDepth, DateParseHandling = dates };
            if (!reader.Read())
            {
                return null;
            }
            var token = JToken.ReadFrom(reader);
            while (reader.Read())
            {
                if (reader.TokenType != JsonToken.Comment)
                {
                    throw new JsonReaderException($"Additional text encountered after finished reading JSON content: {reader.Value}.");
                }
            }
            return Value(token);
        }
        catch (JsonException error)
        {
            throw new ArgumentException($"Conversion from JSON failed with error: {error.Message}", error);
        }
    }

    private object? Value(JToken token) => token switch
    {
        JObject entries when asHashtable => Table(entries),
        JObject entries => CustomObject(entries),
        JArray items => items.Select(Value).ToArray(),
        JValue { Type: JTokenType.Comment } => null,
        JValue { Value: BigInteger big } => big,
        JValue value => value.Value,
        _ => throw new ArgumentException($"Conversion from JSON failed: a {token.Type} is not a value."),
    };

    private OrderedHashtable Table(JObject entries)
    {
        var table = new OrderedHashtable();
        foreach (var entry in entries)
        {
            table[entry.Key] = entry.Value is null ? null : Value(entry.Value);
        }
        return table;
    }

    private PSObject CustomObject(JObject entries)
    {
        var result = new PSObject();
        foreach (var entry in entries)
        {
            if (entry.Key.Length == 0)
            {
                throw new ArgumentException(
                    "The provided JSON includes a property whose name is an empty string, this is only supported using the -AsHashTable switch.");
            }
            if (result.Properties[entry.Key] is { } existing)
            {
                throw new ArgumentException(
                    "Conversion from JSON failed because the names of two properties differ only in case: " +
                    $"'{existing.Name}' and '{entry.Key}'. Use the -AsHashtable switch instead.");
            }
            result.Properties.Add(new PSNoteProperty(entry.Key, entry.Value is null ? null : Value(entry.Value)));
        }
        return result;
    }
}
