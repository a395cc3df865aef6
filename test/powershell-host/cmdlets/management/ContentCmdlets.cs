using System.Management.Automation;
using System.Management.Automation.Provider;

namespace Microsoft.PowerShell.Commands;

/// <summary>Get-Content: lines, the whole text (-Raw), or bytes.</summary>
[Cmdlet(VerbsCommon.Get, "Content", DefaultParameterSetName = "Path")]
public sealed class GetContentCommand : PathCommand
{
    [Parameter]
    public SwitchParameter Raw { get; set; }

    [Parameter]
    public SwitchParameter AsByteStream { get; set; }

    [Parameter]
    [Alias("First", "Head")]
    [ValidateRange(0, long.MaxValue)]
    public long TotalCount { get; set; } = long.MaxValue;

    [Parameter]
    [Alias("Last")]
    [ValidateRange(0, int.MaxValue)]
    public int Tail { get; set; } = -1;

    [Parameter]
    public string Encoding { get; set; } = "utf8NoBOM";

    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override void ProcessRecord() => ForEachPath(path =>
    {
        var target = IsLiteral ? WildcardPattern.Escape(path) : path;
        var files = GetResolvedProviderPathFromPSPath(target, out var provider);
        if (provider.Name != "FileSystem")
        {
            WriteProviderContent(path);
            return;
        }
        foreach (var file in files)
        {
            WriteFile(file);
        }
    });

    private void WriteFile(string file)
    {
        if (AsByteStream)
        {
            var bytes = File.ReadAllBytes(file);
            WriteObject(bytes, enumerateCollection: !Raw);
        }
        else if (Raw)
        {
            var text = File.ReadAllText(file, TextEncodings.Find(Encoding));
            if (text.Length > 0) { WriteObject(Noted(text, file)); }
        }
        else
        {
            var lines = File.ReadLines(file, TextEncodings.Find(Encoding));
            var wanted = Tail >= 0 ? lines.TakeLast(Tail) : lines.TakeWhile((_, index) => index < TotalCount);
            foreach (var line in wanted)
            {
                WriteObject(Noted(line, file));
            }
        }
    }

    private static PSObject Noted(string text, string file)
    {
        var result = new PSObject(text);
        result.Properties.Add(new PSNoteProperty("PSPath", file));
        return result;
    }

    private void WriteProviderContent(string path)
    {
        foreach (var reader in InvokeProvider.Content.GetReader([path], Force, IsLiteral))
        {
            using (reader)
            {
                WriteAll(reader);
            }
        }
    }

    private void WriteAll(IContentReader reader)
    {
        while (reader.Read(1) is { Count: > 0 } block)
        {
            WriteObject(block, enumerateCollection: true);
        }
        reader.Close();
    }
}

/// <summary>What Set-Content and Add-Content share.</summary>
public abstract class WriteContentCommand : PathCommand
{
    private readonly Dictionary<string, Stream> files = [];

    [Parameter(Position = 1, Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [AllowNull, AllowEmptyCollection, AllowEmptyString]
    public object?[]? Value { get; set; }

    [Parameter]
    public SwitchParameter NoNewline { get; set; }

    [Parameter]
    public SwitchParameter AsByteStream { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    [Parameter]
    public string Encoding { get; set; } = "utf8NoBOM";

    private protected abstract FileMode Mode { get; }

    protected override void ProcessRecord() => ForEachPath(path =>
    {
        var stream = Open(path);
        if (stream is null)
        {
            return;
        }
        foreach (var item in Value ?? [])
        {
            stream.Write(AsByteStream ? [LanguagePrimitives.ConvertTo<byte>(item)] : Encoded(item));
            if (PassThru) { WriteObject(item); }
        }
    });

    private byte[] Encoded(object? item) =>
        TextEncodings.Find(Encoding).GetBytes(LanguagePrimitives.ConvertTo<string>(item) + (NoNewline ? "" : Environment.NewLine));

    private Stream? Open(string path)
    {
        var file = SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out var provider, out _);
        if (provider.Name != "FileSystem")
        {
            InvokeProvider.Item.Set(path, Value is { Length: 1 } ? Value[0] : Value);
            return null;
        }
        if (files.TryGetValue(file, out var open))
        {
            return open;
        }
        if (!ShouldProcess(file))
        {
            return files[file] = Stream.Null;
        }
        var stream = new FileStream(file, Mode, FileAccess.Write, FileShare.ReadWrite);
        if (stream.Position == 0)
        {
            stream.Write(TextEncodings.Find(Encoding).GetPreamble());
        }
        return files[file] = stream;
    }

    protected override void EndProcessing() => Close();

    protected override void StopProcessing() => Close();

    private void Close()
    {
        foreach (var stream in files.Values)
        {
            stream.Dispose();
        }
        files.Clear();
    }
}

/// <summary>Set-Content.</summary>
[Cmdlet(VerbsCommon.Set, "Content", SupportsShouldProcess = true, DefaultParameterSetName = "Path")]
public sealed class SetContentCommand : WriteContentCommand
{
    private protected override FileMode Mode => FileMode.Create;
}

/// <summary>Add-Content.</summary>
[Cmdlet(VerbsCommon.Add, "Content", SupportsShouldProcess = true, DefaultParameterSetName = "Path")]
public sealed class AddContentCommand : WriteContentCommand
{
    private protected override FileMode Mode => FileMode.Append;
}

/// <summary>Clear-Content.</summary>
[Cmdlet(VerbsCommon.Clear, "Content", SupportsShouldProcess = true, DefaultParameterSetName = "Path")]
public sealed class ClearContentCommand : PathCommand
{
    protected override void ProcessRecord() => ForEachPath(path =>
    {
        if (ShouldProcess(path))
        {
            InvokeProvider.Content.Clear([path], force: false, IsLiteral);
        }
    });
}
