using System.Management.Automation;

namespace Microsoft.PowerShell.Commands;

/// <summary>Export-Clixml: objects to a file, with their types' names. Secure strings are refused where they would lie open.</summary>
[Cmdlet(VerbsData.Export, "Clixml", SupportsShouldProcess = true)]
public sealed class ExportClixmlCommand : PSCmdlet
{
    private readonly List<object?> inputs = [];

    [Parameter(Position = 0, Mandatory = true)]
    [Alias("LiteralPath", "PSPath", "LP")]
    public string Path { get; set; } = "";

    [Parameter(ValueFromPipeline = true, Mandatory = true)]
    [AllowNull]
    public PSObject? InputObject { get; set; }

    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int Depth { get; set; } = 2;

    [Parameter]
    public SwitchParameter Force { get; set; }

    [Parameter]
    public SwitchParameter NoClobber { get; set; }

    [Parameter]
    public string Encoding { get; set; } = "utf8NoBOM";

    protected override void ProcessRecord() => inputs.Add(InputObject);

    protected override void EndProcessing()
    {
        var path = GetUnresolvedProviderPathFromPSPath(Path);
        if (NoClobber && File.Exists(path))
        {
            var error = new IOException($"The file '{path}' already exists.");
            ThrowTerminatingError(new ErrorRecord(error, "NoClobber", ErrorCategory.ResourceExists, path));
        }
        if (ShouldProcess(path))
        {
            File.WriteAllText(path, Serialized(), TextEncodings.Find(Encoding));
        }
    }

    private string Serialized()
    {
        if (inputs.Count == 1)
        {
            return PSSerializer.Serialize(inputs[0], Depth);
        }
        // One file holds the objects side by side, not one array: Import-Clixml gives them back one by one.
        const string End = "</Objs>";
        var parts = inputs.ConvertAll(input => PSSerializer.Serialize(input, Depth));
        var head = parts[0][..(parts[0].IndexOf('>') + 1)];
        return head + string.Concat(parts.Select(part => part[head.Length..part.LastIndexOf(End, StringComparison.Ordinal)])) + End;
    }
}

/// <summary>Import-Clixml.</summary>
[Cmdlet(VerbsData.Import, "Clixml")]
public sealed class ImportClixmlCommand : PSCmdlet
{
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("LiteralPath", "PSPath", "LP")]
    public string[] Path { get; set; } = [];

    protected override void ProcessRecord()
    {
        foreach (var path in Path.Select(GetUnresolvedProviderPathFromPSPath))
        {
            if (!File.Exists(path))
            {
                var error = new FileNotFoundException($"Could not find file '{path}'.", path);
                ThrowTerminatingError(new ErrorRecord(error, "FileOpenFailure", ErrorCategory.OpenError, path));
            }
            foreach (var item in PSSerializer.DeserializeAsList(File.ReadAllText(path)))
            {
                WriteObject(item);
            }
        }
    }
}
