using System.Collections;
using System.Management.Automation;
using System.Text.RegularExpressions;

namespace Microsoft.PowerShell.Commands;

/// <summary>One line found by Select-String.</summary>
public sealed class MatchInfo(string path, int lineNumber, string line, string pattern, Match[] matches)
{
    public string Path { get; } = path;
    public int LineNumber { get; } = lineNumber;
    public string Line { get; } = line;
    public string Pattern { get; } = pattern;
    public Match[] Matches { get; } = matches;
    public string Filename => System.IO.Path.GetFileName(Path);

    public override string ToString() => Path == "InputStream" ? Line : $"{Path}:{LineNumber}:{Line}";
}

/// <summary>Select-String, over piped text or files; without context lines.</summary>
[Cmdlet(VerbsCommon.Select, "String", DefaultParameterSetName = "Object")]
[OutputType(typeof(MatchInfo), typeof(bool), typeof(string))]
public sealed class SelectStringCommand : PSCmdlet
{
    private int inputLine;
    private bool found;

    [Parameter(Mandatory = true, ParameterSetName = "Object", ValueFromPipeline = true)]
    [AllowNull, AllowEmptyString]
    public PSObject? InputObject { get; set; }

    [Parameter(Mandatory = true, Position = 0)]
    public string[] Pattern { get; set; } = [];

    [Parameter(Mandatory = true, Position = 1, ParameterSetName = "File", ValueFromPipelineByPropertyName = true)]
    [Alias("LiteralPath", "PSPath", "LP")]
    public string[] Path { get; set; } = [];

    [Parameter]
    public SwitchParameter SimpleMatch { get; set; }

    [Parameter]
    public SwitchParameter CaseSensitive { get; set; }

    [Parameter]
    public SwitchParameter NotMatch { get; set; }

    [Parameter]
    public SwitchParameter AllMatches { get; set; }

    [Parameter]
    public SwitchParameter List { get; set; }

    [Parameter]
    public SwitchParameter Quiet { get; set; }

    [Parameter]
    public SwitchParameter Raw { get; set; }

    protected override void ProcessRecord()
    {
        if (ParameterSetName == "Object")
        {
            Search("InputStream", ++inputLine, LanguagePrimitives.ConvertTo<string>(InputObject));
            return;
        }
        foreach (var file in Path.SelectMany(path => GetResolvedProviderPathFromPSPath(path, out _)))
        {
            SearchFile(file);
        }
    }

    private void SearchFile(string file)
    {
        var number = 0;
        foreach (var line in File.ReadLines(file))
        {
            if (Search(file, ++number, line) && List)
            {
                return;
            }
        }
    }

    private bool Search(string path, int number, string line)
    {
        foreach (var pattern in Pattern)
        {
            var options = CaseSensitive ? RegexOptions.None : RegexOptions.IgnoreCase;
            var matches = Regex.Matches(line, SimpleMatch ? Regex.Escape(pattern) : pattern, options).ToArray();
            if (matches.Length > 0 != NotMatch)
            {
                found = true;
                Give(new MatchInfo(path, number, line, pattern, AllMatches ? matches : [.. matches.Take(1)]));
                return true;
            }
        }
        return false;
    }

    private void Give(MatchInfo match)
    {
        if (!Quiet)
        {
            WriteObject(Raw ? match.Line : match);
        }
    }

    protected override void EndProcessing()
    {
        if (Quiet)
        {
            WriteObject(found);
        }
    }
}

/// <summary>Join-String.</summary>
[Cmdlet(VerbsCommon.Join, "String")]
[OutputType(typeof(string))]
public sealed class JoinStringCommand : PSCmdlet
{
    private readonly List<string> parts = [];

    [Parameter(ValueFromPipeline = true)]
    public PSObject[] InputObject { get; set; } = [];

    [Parameter(Position = 0)]
    public object? Property { get; set; }

    [Parameter(Position = 1)]
    public string Separator { get; set; } = "";

    [Parameter]
    [Alias("op")]
    public string OutputPrefix { get; set; } = "";

    [Parameter]
    [Alias("os")]
    public string OutputSuffix { get; set; } = "";

    [Parameter]
    public SwitchParameter SingleQuote { get; set; }

    [Parameter]
    public SwitchParameter DoubleQuote { get; set; }

    protected override void ProcessRecord()
    {
        var property = Property is null ? null : PropertyArgument.ReadAll([Property])[0];
        var quote = SingleQuote ? "'" : DoubleQuote ? "\"" : "";
        parts.AddRange(InputObject.Select(item => quote + LanguagePrimitives.ConvertTo<string>(property is null ? item : property.ValueOf(item)) + quote));
    }

    protected override void EndProcessing() => WriteObject(OutputPrefix + string.Join(Separator, parts) + OutputSuffix);
}

/// <summary>ConvertFrom-StringData: `key = value` lines.</summary>
[Cmdlet(VerbsData.ConvertFrom, "StringData")]
[OutputType(typeof(Hashtable))]
public sealed class ConvertFromStringDataCommand : PSCmdlet
{
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true)]
    [AllowEmptyString]
    public string StringData { get; set; } = "";

    [Parameter(Position = 1)]
    public char Delimiter { get; set; } = '=';

    protected override void ProcessRecord()
    {
        var table = new Hashtable(StringComparer.OrdinalIgnoreCase);
        foreach (var line in StringData.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#'))
        {
            var parts = line.Split(Delimiter, 2);
            if (parts.Length < 2)
            {
                var error = new PSInvalidOperationException($"Data line '{line}' is not in 'name{Delimiter}value' format.");
                ThrowTerminatingError(new ErrorRecord(error, "InvalidOperation", ErrorCategory.InvalidOperation, line));
            }
            table[parts[0].Trim()] = Regex.Unescape(parts[1].Trim());
        }
        WriteObject(table);
    }
}

/// <summary>Import-PowerShellDataFile: one hashtable of constants, evaluated without running anything.</summary>
[Cmdlet(VerbsData.Import, "PowerShellDataFile")]
[OutputType(typeof(Hashtable))]
public sealed class ImportPowerShellDataFileCommand : PSCmdlet
{
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("LiteralPath", "PSPath", "LP")]
    public string[] Path { get; set; } = [];

    protected override void ProcessRecord()
    {
        foreach (var path in Path.SelectMany(path => GetResolvedProviderPathFromPSPath(path, out _)))
        {
            var ast = System.Management.Automation.Language.Parser.ParseFile(path, out _, out var errors);
            var data = ast.Find(node => node is System.Management.Automation.Language.HashtableAst, searchNestedScriptBlocks: false);
            if (errors.Length > 0 || data is null)
            {
                var error = new InvalidOperationException($"The file '{path}' could not be parsed as a PowerShell Data File.");
                ThrowTerminatingError(new ErrorRecord(error, "CouldNotParseAsPowerShellDataFile", ErrorCategory.InvalidData, path));
            }
            WriteObject(data!.SafeGetValue());
        }
    }
}

/// <summary>Tee-Object: passes the input on, and keeps it in a file or a variable.</summary>
[Cmdlet("Tee", "Object", DefaultParameterSetName = "File")]
public sealed class TeeObjectCommand : PSCmdlet
{
    private readonly List<object?> kept = [];

    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "File")]
    [Alias("Path", "LiteralPath", "PSPath", "LP")]
    public string FilePath { get; set; } = "";

    [Parameter(ParameterSetName = "File")]
    public SwitchParameter Append { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "Variable")]
    public string Variable { get; set; } = "";

    protected override void ProcessRecord()
    {
        kept.Add(InputObject);
        WriteObject(InputObject);
    }

    protected override void EndProcessing()
    {
        if (ParameterSetName == "Variable")
        {
            SessionState.PSVariable.Set(Variable, kept.Count == 1 ? kept[0] : kept.ToArray());
            return;
        }
        using var writing = System.Management.Automation.PowerShell.Create(RunspaceMode.CurrentRunspace)
            .AddCommand(new CmdletInfo("Out-File", typeof(OutFileCommand)))
            .AddParameter("FilePath", GetUnresolvedProviderPathFromPSPath(FilePath)).AddParameter("Append", Append);
        writing.Invoke(kept);
    }
}
