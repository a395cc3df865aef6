using System.Management.Automation;
using Microsoft.PowerShell.Commands.Internal.Format;

namespace Microsoft.PowerShell.Commands;

/// <summary>Format-Table, on the engine's own formatter.</summary>
[Cmdlet(VerbsCommon.Format, "Table")]
public sealed class FormatTableCommand : OuterFormatTableBase
{
    public FormatTableCommand() => FormatterInternals.SetShape(this, "Table");
}

/// <summary>Format-List.</summary>
[Cmdlet(VerbsCommon.Format, "List")]
public sealed class FormatListCommand : OuterFormatTableAndListBase
{
    public FormatListCommand() => FormatterInternals.SetShape(this, "List");
}

/// <summary>Format-Custom.</summary>
[Cmdlet(VerbsCommon.Format, "Custom")]
public sealed class FormatCustomCommand : OuterFormatTableAndListBase
{
    public FormatCustomCommand() => FormatterInternals.SetShape(this, "Complex");
}

/// <summary>Format-Wide, in the formatter's default number of columns.</summary>
[Cmdlet(VerbsCommon.Format, "Wide")]
public sealed class FormatWideCommand : OuterFormatTableAndListBase
{
    public FormatWideCommand() => FormatterInternals.SetShape(this, "Wide");
}

/// <summary>Out-String: what the host would show, as text.</summary>
[Cmdlet(VerbsData.Out, "String")]
[OutputType(typeof(string))]
public sealed class OutStringCommand : FrontEndCommandBase
{
    private readonly StringWriter text = new();

    [Parameter]
    public SwitchParameter Stream { get; set; }

    [Parameter]
    public SwitchParameter NoNewline { get; set; }

    [Parameter]
    [ValidateRange(2, int.MaxValue)]
    public int Width { get; set; }

    public OutStringCommand() => FormatterInternals.SetOutputManager(this);

    protected override void BeginProcessing()
    {
        var width = Width > 0 ? Width : FormatterInternals.HostWidth(Host);
        FormatterInternals.SetLineOutput(this, text, width);
        base.BeginProcessing();
    }

    protected override void EndProcessing()
    {
        base.EndProcessing();
        var all = text.ToString();
        if (!Stream)
        {
            WriteObject(NoNewline ? all.ReplaceLineEndings("") : all);
            return;
        }
        foreach (var line in all.TrimEnd('\n').Split('\n'))
        {
            WriteObject(line.TrimEnd('\r'));
        }
    }
}

/// <summary>Out-File: what the host would show, into a file.</summary>
[Cmdlet(VerbsData.Out, "File", SupportsShouldProcess = true, DefaultParameterSetName = "ByPath")]
public sealed class OutFileCommand : FrontEndCommandBase
{
    private StreamWriter? writer;

    [Parameter(Position = 0, Mandatory = true, ParameterSetName = "ByPath")]
    [Alias("Path")]
    public string FilePath { get; set; } = "";

    [Parameter(Mandatory = true, ParameterSetName = "ByLiteralPath", ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP")]
    public string LiteralPath { get => FilePath; set => FilePath = value; }

    [Parameter(Position = 1)]
    public string Encoding { get; set; } = "utf8NoBOM";

    [Parameter]
    public SwitchParameter Append { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    [Parameter]
    [Alias("NoOverwrite")]
    public SwitchParameter NoClobber { get; set; }

    [Parameter]
    public SwitchParameter NoNewline { get; set; }

    [Parameter]
    [ValidateRange(2, int.MaxValue)]
    public int Width { get; set; } = int.MaxValue - 1;

    public OutFileCommand() => FormatterInternals.SetOutputManager(this);

    protected override void BeginProcessing()
    {
        var path = GetUnresolvedProviderPathFromPSPath(FilePath);
        if (!ShouldProcess(path))
        {
            FormatterInternals.SetLineOutput(this, TextWriter.Null, Width);
        }
        else
        {
            writer = Open(path);
            FormatterInternals.SetLineOutput(this, writer, Width, NoNewline);
        }
        base.BeginProcessing();
    }

    private StreamWriter Open(string path)
    {
        try
        {
            if (Force && File.Exists(path))
            {
                File.SetAttributes(path, File.GetAttributes(path) & ~FileAttributes.ReadOnly);
            }
            var mode = Append ? FileMode.Append : NoClobber ? FileMode.CreateNew : FileMode.Create;
            return new StreamWriter(new FileStream(path, mode, FileAccess.Write, FileShare.ReadWrite), TextEncodings.Find(Encoding));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            ThrowTerminatingError(new ErrorRecord(error, "FileOpenFailure", ErrorCategory.OpenError, path));
            throw;
        }
    }

    protected override void EndProcessing()
    {
        base.EndProcessing();
        Close();
    }

    protected override void InternalDispose()
    {
        base.InternalDispose();
        Close();
    }

    private void Close()
    {
        writer?.Dispose();
        writer = null;
    }
}
