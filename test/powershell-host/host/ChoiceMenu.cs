using System.Management.Automation.Host;

namespace PowerShellHost;

/// <summary>The choices of one question: hot keys (the letter after `&amp;` in a label), the line shown, and the help for `?`.</summary>
internal sealed class ChoiceMenu
{
    private readonly List<(string Key, string Label, string Help)> entries;

    public ChoiceMenu(IEnumerable<ChoiceDescription> choices, IReadOnlyCollection<int> defaults)
    {
        entries = [.. choices.Select(choice => (KeyOf(choice.Label), choice.Label.Replace("&", "", StringComparison.Ordinal), choice.HelpMessage ?? ""))];
        var parts = entries.Select(entry => $"[{entry.Key}] {entry.Label}").Append("[?] Help");
        var ending = defaults.Count > 0 ? $" (default is \"{string.Join(',', defaults.Select(index => NameOf(index)))}\"): " : ": ";
        Line = string.Join("  ", parts) + ending;
        Help = string.Join('\n', entries.Select(entry => $"{NameOf(entry)} - {entry.Help}"));
    }

    public string Line { get; }
    public string Help { get; }

    /// <summary>The index of the choice that the answer names by key or by whole label; null when there is none.</summary>
    public int? Find(string answer)
    {
        var index = entries.FindIndex(entry =>
            (entry.Key.Length > 0 && entry.Key.Equals(answer, StringComparison.OrdinalIgnoreCase)) ||
            entry.Label.Equals(answer, StringComparison.OrdinalIgnoreCase));
        return index < 0 ? null : index;
    }

    private string NameOf(int index) => NameOf(entries[index]);

    private static string NameOf((string Key, string Label, string Help) entry) => entry.Key.Length > 0 ? entry.Key : entry.Label;

    private static string KeyOf(string label)
    {
        var mark = label.IndexOf('&');
        return mark >= 0 && mark + 1 < label.Length ? label[(mark + 1)..(mark + 2)].ToUpperInvariant() : "";
    }
}
