using System.Collections;
using System.Management.Automation;

namespace Microsoft.PowerShell.Commands;

/// <summary>PowerShell's order and equality of values, as Sort-Object, Group-Object and -Unique use them.</summary>
internal sealed class ObjectOrder(bool caseSensitive) : IComparer<object?>, IEqualityComparer<object?>
{
    public int Compare(object? left, object? right)
    {
        var (x, y) = (Plain(left), Plain(right));
        if (x is null || y is null)
        {
            return (x is null ? 0 : 1) - (y is null ? 0 : 1);
        }
        try
        {
            return LanguagePrimitives.Compare(x, y, ignoreCase: !caseSensitive);
        }
        catch (Exception failure) when (failure is ArgumentException or InvalidCastException or ExtendedTypeSystemException)
        {
            return string.Compare(Text(x), Text(y), caseSensitive ? StringComparison.CurrentCulture : StringComparison.CurrentCultureIgnoreCase);
        }
    }

    public new bool Equals(object? left, object? right)
    {
        var (x, y) = (Plain(left), Plain(right));
        return x is null || y is null ? x is null && y is null : LanguagePrimitives.Equals(x, y, ignoreCase: !caseSensitive);
    }

    public int GetHashCode(object? value) =>
        string.GetHashCode(Text(value), caseSensitive ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase);

    private static object? Plain(object? value) => value is PSObject wrapped && wrapped.BaseObject is not PSCustomObject ? wrapped.BaseObject : value;

    private static string Text(object? value) => value is null ? "" : LanguagePrimitives.ConvertTo<string>(value);

    /// <summary>Compares two key lists entry by entry; true in the second list turns that entry's order around.</summary>
    public int CompareKeys(IReadOnlyList<object?> left, IReadOnlyList<object?> right, IReadOnlyList<bool> descending)
    {
        for (var index = 0; index < left.Count; index++)
        {
            var order = Compare(left[index], right[index]);
            if (order != 0)
            {
                return descending[index] ? -order : order;
            }
        }
        return 0;
    }
}
