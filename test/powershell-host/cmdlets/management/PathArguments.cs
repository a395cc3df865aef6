using System.Management.Automation;

namespace Microsoft.PowerShell.Commands;

/// <summary>A cmdlet over items of any provider. What the provider refuses is an error that the pipeline survives.</summary>
public abstract class ProviderCommand : PSCmdlet
{
    private protected void Guarded(string path, Action action)
    {
        try
        {
            action();
        }
        catch (RuntimeException refused) when (refused is not PipelineStoppedException)
        {
            WriteError(new ErrorRecord(refused.ErrorRecord, refused.InnerException ?? refused));
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            WriteError(new ErrorRecord(refused, refused.GetType().Name, ErrorCategory.WriteError, path));
        }
    }
}

/// <summary>-Path (with wildcards) or -LiteralPath, as most item cmdlets take them.</summary>
public abstract class PathCommand : ProviderCommand
{
    [Parameter(Position = 0, ParameterSetName = "Path", ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public string[] Path { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = "LiteralPath", ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP")]
    public string[] LiteralPath { get => Path; set => Path = value; }

    private protected bool IsLiteral => ParameterSetName == "LiteralPath";

    /// <summary>Runs a provider call for each path.</summary>
    private protected void ForEachPath(Action<string> action)
    {
        foreach (var path in Path)
        {
            Guarded(path, () => action(path));
        }
    }
}
