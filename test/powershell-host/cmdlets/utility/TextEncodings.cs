using System.Text;

namespace Microsoft.PowerShell.Commands;

/// <summary>Encodings by the names that PowerShell's -Encoding takes.</summary>
internal static class TextEncodings
{
    /// <summary>Throws <see cref="ArgumentException"/> for a name that .NET does not know either.</summary>
    public static Encoding Find(string name) => name.ToLowerInvariant() switch
    {
        "utf8" or "utf8nobom" or "default" => new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        "utf8bom" => new UTF8Encoding(encoderShouldEmitUTF8Identifier: true),
        "unicode" => Encoding.Unicode,
        "bigendianunicode" => Encoding.BigEndianUnicode,
        "utf32" => Encoding.UTF32,
        "ascii" => Encoding.ASCII,
        "oem" or "ansi" => Encoding.Latin1,
        _ => Encoding.GetEncoding(name),
    };
}
