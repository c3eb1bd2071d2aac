using Coder.Infra.Engine.Deployment;
using Coder.Infra.Engine.Deployment.Model;
using Coder.Infra.Engine.Deployment.Providers;
using Coder.Infra.Protocol.Properties;

namespace Coder.Infra.Engine.Cli.Operations.Import;

/// <summary>
/// The program text that declares what was imported. Secrets are not written into it: it takes them from the stack's settings.
/// </summary>
internal static class ImportCode
{
    /// <summary>The text in the language of a runtime; null where the engine does not write that language.</summary>
    public static string? Of(string runtime, IReadOnlyList<ResourceState> resources)
    {
        IReadOnlyList<(string Variable, ResourceState State)> named = Named(resources);
        return runtime switch
        {
            "nodejs" => TypeScriptCode.Write(named),
            "dotnet" => CSharpCode.Write(named),
            _ => null,
        };
    }

    /// <summary>The name of the setting that a secret input is to be taken from.</summary>
    public static string SettingOf(ResourceState state, string path) => $"{Urn.Name(state.Urn)}-{path.Replace('.', '-')}";

    /// <summary>The package, the parts of its module, and the class of a type: <c>kubernetes:core/v1:Namespace</c>.</summary>
    public static (string Package, string[] Module, string Name) Type(string type)
    {
        if (type.Split(':') is not [var package, var module, var name])
            return (type, [], type);
        // index, or a file of index: the package's own. A Kubernetes group stands for its first label.
        var parts = module.Split('/');
        parts = [parts[0].Split('.')[0], .. parts.Skip(1)];
        if (package != "kubernetes")
            parts = [.. parts.Take(1).Where(part => part != "index")];
        return (package, parts, name);
    }

    /// <summary>Whether an object can only be a map: its keys are no property names.</summary>
    public static bool IsMap(string property, ObjectValue value) =>
        property is "labels" or "annotations" or "data" or "stringData" or "binaryData" or "matchLabels" or "nodeSelector" or "keepers" or "values" or "parameters"
        || value.Properties.Keys.Any(key => key.Length == 0 || !char.IsAsciiLetterLower(key[0]) || key.Any(c => !char.IsAsciiLetterOrDigit(c)));

    /// <summary>Words of either language that a variable cannot be called; <c>pulumi</c> is imported.</summary>
    private static readonly HashSet<string> Reserved =
    [
        "abstract", "as", "base", "bool", "break", "byte", "case", "catch", "char", "checked", "class", "const", "continue", "debugger", "decimal",
        "default", "delegate", "delete", "do", "double", "else", "enum", "event", "explicit", "export", "extends", "extern", "false", "finally", "fixed",
        "float", "for", "foreach", "function", "goto", "if", "implicit", "import", "in", "instanceof", "int", "interface", "internal", "is", "let", "lock",
        "long", "namespace", "new", "null", "object", "operator", "out", "override", "package", "params", "private", "protected", "public", "pulumi",
        "readonly", "ref", "return", "sbyte", "sealed", "short", "sizeof", "stackalloc", "static", "string", "struct", "super", "switch", "this", "throw",
        "true", "try", "typeof", "uint", "ulong", "unchecked", "unsafe", "ushort", "using", "var", "virtual", "void", "volatile", "while", "with", "yield",
    ];

    private static List<(string Variable, ResourceState State)> Named(IReadOnlyList<ResourceState> resources)
    {
        var (named, taken) = (new List<(string, ResourceState)>(), new HashSet<string>());
        foreach (var state in resources)
        {
            var name = VariableOf(state.Urn);
            var variable = name;
            for (var i = 2; !taken.Add(variable); i++)
                variable = name + i.ToString(System.Globalization.CultureInfo.InvariantCulture);
            named.Add((variable, state));
        }

        return named;
    }

    /// <summary>
    /// The options under which the resource has its URN and provider: those that differ from what a declaration without them
    /// gives. What was not imported is called by the variable that it most likely has in the program.
    /// </summary>
    public static IReadOnlyList<(string Name, string Value)> Options(ResourceState state, IReadOnlyList<(string Variable, ResourceState State)> resources)
    {
        var options = new List<(string, string)>();
        string Variable(string urn) => resources.FirstOrDefault(resource => resource.State.Urn == urn).Variable ?? VariableOf(urn);
        if (state.Parent.Length > 0 && Urn.Type(state.Parent) != Urn.StackType)
            options.Add(("parent", Variable(state.Parent)));
        if (state.Protect)
            options.Add(("protect", "true"));
        if (state.Provider.Length > 0 && ProviderReference.UrnOf(state.Provider) is var provider && !Urn.IsDefaultProvider(provider))
            options.Add(("provider", Variable(provider)));
        return options;
    }

    private static string VariableOf(string urn)
    {
        var parts = new string([.. Urn.Name(urn).Select(c => char.IsAsciiLetterOrDigit(c) ? c : ' ')]).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var name = string.Concat(parts.Select((part, i) => (i == 0 ? char.ToLowerInvariant(part[0]) : char.ToUpperInvariant(part[0])) + part[1..]));
        if (name.Length == 0 || char.IsAsciiDigit(name[0]))
            name = "resource" + name;
        return Reserved.Contains(name) ? name + "Resource" : name;
    }
}
