using System.Management.Automation.Host;
using System.Reflection;
using Microsoft.PowerShell.Commands.Internal.Format;

namespace Microsoft.PowerShell.Commands;

/// <summary>
/// The engine carries the whole formatter, but its wiring is not public: the cmdlets here set the same fields as pwsh's own.
/// </summary>
internal static class FormatterInternals
{
    private const BindingFlags Hidden = BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public;
    private const string Space = "Microsoft.PowerShell.Commands.Internal.Format.";
    private const int FallbackWidth = 120;
    private static readonly Assembly Engine = typeof(FrontEndCommandBase).Assembly;
    private static readonly FieldInfo Implementation = typeof(FrontEndCommandBase).GetField("implementation", Hidden)!;

    /// <summary>Makes a Format-* cmdlet produce this shape: Table, List, Wide or Complex.</summary>
    public static void SetShape(FrontEndCommandBase command, string shape)
    {
        var value = Enum.Parse(Named("FormatShape"), shape);
        Implementation.SetValue(command, Activator.CreateInstance(Named("InnerFormatShapeCommand"), Hidden, null, [value], null));
    }

    public static void SetOutputManager(FrontEndCommandBase command) =>
        Implementation.SetValue(command, Activator.CreateInstance(Named("OutputManagerInner"), nonPublic: true));

    /// <summary>Sends an Out-* cmdlet's lines to a writer, at this width in columns.</summary>
    public static void SetLineOutput(FrontEndCommandBase command, TextWriter writer, int width, bool suppressNewline = false)
    {
        var output = Activator.CreateInstance(Named("TextWriterLineOutput"), Hidden, null, [writer, width, suppressNewline], null);
        var manager = Implementation.GetValue(command)!;
        manager.GetType().GetProperty("LineOutput", Hidden)!.SetValue(manager, output);
    }

    public static int HostWidth(PSHost host)
    {
        try
        {
            return host.UI?.RawUI?.BufferSize.Width is > 0 and var width ? width : FallbackWidth;
        }
        catch (HostException)
        {
            return FallbackWidth;
        }
        catch (NotImplementedException)
        {
            return FallbackWidth;
        }
    }

    private static Type Named(string name) => Engine.GetType(Space + name, throwOnError: true)!;
}
