using System.Reflection;

namespace WindowsPowerShell;

/// <summary>The types of .NET Framework and of Windows PowerShell, read from their reference assemblies.</summary>
internal sealed class Framework
{
    /// <summary>The assemblies that Windows PowerShell loads at its start; types of other assemblies need Add-Type.</summary>
    private static readonly string[] Loaded =
    [
        "mscorlib", "System", "System.Core", "System.Configuration", "System.Data", "System.DirectoryServices",
        "System.Management", "System.Management.Automation", "System.Numerics", "System.Transactions", "System.Xml",
    ];

    private readonly Assembly[] _assemblies;
    private readonly HashSet<string> _methods;

    public Framework(string folder)
    {
        var paths = Directory.GetFiles(folder, "*.dll");
        var context = new MetadataLoadContext(new PathAssemblyResolver(paths), "mscorlib");
        _assemblies = [.. Loaded.Select(context.LoadFromAssemblyName)];
        _methods = [.. _assemblies.SelectMany(assembly => assembly.GetExportedTypes())
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            .Select(method => Key(method.Name, method.GetParameters().Length))];
    }

    /// <summary>The type with that full name; null if .NET Framework has none.</summary>
    public Type? Find(string fullName) =>
        _assemblies.Select(assembly => assembly.GetType(fullName)).FirstOrDefault(type => type is { IsPublic: true } or { IsNestedPublic: true });

    /// <summary>Whether any type has an instance method with that name and number of arguments.</summary>
    public bool AnyHasMethod(string name, int count) => _methods.Contains(Key(name, count));

    private static string Key(string name, int count) => $"{name.ToLowerInvariant()}/{count}";
}
