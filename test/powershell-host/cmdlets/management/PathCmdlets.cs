using System.Management.Automation;

namespace Microsoft.PowerShell.Commands;

/// <summary>Test-Path.</summary>
[Cmdlet(VerbsDiagnostic.Test, "Path", DefaultParameterSetName = "Path")]
[OutputType(typeof(bool))]
public sealed class TestPathCommand : PathCommand
{
    [Parameter]
    [Alias("Type")]
    public TestPathType PathType { get; set; }

    [Parameter]
    public SwitchParameter IsValid { get; set; }

    protected override void ProcessRecord()
    {
        foreach (var path in Path)
        {
            WriteObject(Test(path));
        }
    }

    private bool Test(string? path)
    {
        if (string.IsNullOrWhiteSpace(path))
        {
            return false;
        }
        try
        {
            var target = IsLiteral ? WildcardPattern.Escape(path) : path;
            if (IsValid)
            {
                return SessionState.Path.IsValid(target);
            }
            return PathType switch
            {
                TestPathType.Container => InvokeProvider.Item.IsContainer(target),
                TestPathType.Leaf => InvokeProvider.Item.Exists(target) && !InvokeProvider.Item.IsContainer(target),
                _ => InvokeProvider.Item.Exists(target),
            };
        }
        catch (Exception refused) when (refused is RuntimeException or NotSupportedException)
        {
            return false;
        }
    }
}

/// <summary>What Test-Path -PathType asks for.</summary>
public enum TestPathType
{
    Any,
    Container,
    Leaf,
}

/// <summary>Join-Path.</summary>
[Cmdlet(VerbsCommon.Join, "Path")]
[OutputType(typeof(string))]
public sealed class JoinPathCommand : PSCmdlet
{
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath")]
    public string[] Path { get; set; } = [];

    [Parameter(Position = 1, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    public string[] ChildPath { get; set; } = [];

    [Parameter(Position = 2, ValueFromRemainingArguments = true)]
    public string[] AdditionalChildPath { get; set; } = [];

    [Parameter]
    public SwitchParameter Resolve { get; set; }

    protected override void ProcessRecord()
    {
        foreach (var path in Path)
        {
            var joined = ChildPath.Concat(AdditionalChildPath).Aggregate(path, (parent, child) => SessionState.Path.Combine(parent, child));
            if (Resolve)
            {
                WriteObject(SessionState.Path.GetResolvedPSPathFromPSPath(joined).Select(found => found.Path), enumerateCollection: true);
            }
            else
            {
                WriteObject(joined);
            }
        }
    }
}

/// <summary>Split-Path.</summary>
[Cmdlet(VerbsCommon.Split, "Path")]
[OutputType(typeof(string), typeof(bool))]
public sealed class SplitPathCommand : PSCmdlet
{
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("LiteralPath", "PSPath", "LP")]
    public string[] Path { get; set; } = [];

    [Parameter]
    public SwitchParameter Parent { get; set; }

    [Parameter]
    public SwitchParameter Leaf { get; set; }

    [Parameter]
    public SwitchParameter LeafBase { get; set; }

    [Parameter]
    public SwitchParameter Extension { get; set; }

    [Parameter]
    public SwitchParameter Qualifier { get; set; }

    [Parameter]
    public SwitchParameter NoQualifier { get; set; }

    [Parameter]
    public SwitchParameter IsAbsolute { get; set; }

    [Parameter]
    public SwitchParameter Resolve { get; set; }

    protected override void ProcessRecord()
    {
        foreach (var path in Path.SelectMany(path => Resolve ? SessionState.Path.GetResolvedPSPathFromPSPath(path).Select(found => found.Path) : [path]))
        {
            WriteObject(Part(path));
        }
    }

    private object Part(string path)
    {
        var colon = path.IndexOf(':');
        var child = Leaf || LeafBase || Extension ? SessionState.Path.ParseChildName(path) : "";
        if (Leaf) { return child; }
        if (LeafBase) { return System.IO.Path.GetFileNameWithoutExtension(child); }
        if (Extension) { return System.IO.Path.GetExtension(child); }
        if (IsAbsolute) { return path.StartsWith('/') || SessionState.Path.IsPSAbsolute(path, out _); }
        if (Qualifier) { return colon > 0 ? path[..(colon + 1)] : ""; }
        return NoQualifier ? path[(colon + 1)..] : SessionState.Path.ParseParent(path, "");
    }
}

/// <summary>Resolve-Path.</summary>
[Cmdlet(VerbsDiagnostic.Resolve, "Path", DefaultParameterSetName = "Path")]
[OutputType(typeof(PathInfo), typeof(string))]
public sealed class ResolvePathCommand : PathCommand
{
    [Parameter]
    public SwitchParameter Relative { get; set; }

    protected override void ProcessRecord() => ForEachPath(path =>
    {
        foreach (var found in SessionState.Path.GetResolvedPSPathFromPSPath(IsLiteral ? WildcardPattern.Escape(path) : path))
        {
            WriteObject(Relative ? "./" + SessionState.Path.NormalizeRelativePath(found.Path, SessionState.Path.CurrentLocation.Path) : found);
        }
    });
}

/// <summary>Convert-Path.</summary>
[Cmdlet(VerbsData.Convert, "Path", DefaultParameterSetName = "Path")]
[OutputType(typeof(string))]
public sealed class ConvertPathCommand : PathCommand
{
    protected override void ProcessRecord() => ForEachPath(path =>
        WriteObject(GetResolvedProviderPathFromPSPath(IsLiteral ? WildcardPattern.Escape(path) : path, out _), enumerateCollection: true));
}
