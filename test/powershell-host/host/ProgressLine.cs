using System.Management.Automation;

namespace PowerShellHost;

/// <summary>Progress as one line at the cursor, replaced in place and removed before anything else is written.</summary>
internal sealed class ProgressLine
{
    private const string ToLineStart = "\r\u001b[K";
    private bool shown;

    public void Show(ProgressRecord record)
    {
        if (record.RecordType == ProgressRecordType.Completed)
        {
            Clear();
            return;
        }
        var percent = record.PercentComplete >= 0 ? $" {record.PercentComplete}%" : "";
        var text = $"{record.Activity}: {record.StatusDescription}{percent}";
        if (!string.IsNullOrEmpty(record.CurrentOperation))
        {
            text += $" ({record.CurrentOperation})";
        }
        var width = Terminal.Width - 1;
        Console.Out.Write(ToLineStart + (text.Length > width ? text[..width] : text));
        shown = true;
    }

    public void Clear()
    {
        if (shown)
        {
            Console.Out.Write(ToLineStart);
            shown = false;
        }
    }
}
