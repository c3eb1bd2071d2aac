using Coder.Infra.Protocol.Properties;
using Google.Protobuf;
using Pulumirpc;

namespace Coder.Infra.Engine.Deployment.Providers;

/// <summary>
/// Where a package comes from: which plugin in which version serves it, and what makes that plugin serve it. Kept in the inputs
/// of its provider: <c>version</c>, and in <c>__internal</c> what the plugin itself never sees (<c>name</c> of a plugin that is
/// not called like the package, <c>pluginDownloadURL</c>, <c>parameterization</c>). So a later run, which may have no program,
/// starts the same provider.
/// </summary>
internal sealed record PackageSource(string Plugin, string Version = "", string DownloadUrl = "", PackageParameters? Parameters = null)
{
    private const string Internal = "__internal";

    /// <summary>Name of the package, which is the first part of its types' tokens.</summary>
    public string Package => Parameters?.Name ?? Plugin;

    /// <summary>
    /// The name of the package's default provider, such as <c>default_4_21_2</c>; with a download URL
    /// <c>default_1_0_0_github_/api.github.com/owner</c>: a qualified name, whose parts begin with a letter.
    /// </summary>
    public string DefaultName
    {
        get
        {
            string[] parts = ["default", Plain(Version), DownloadUrl, Plain(Parameters?.Name ?? ""), Plain(Parameters?.Version ?? "")];
            var name = string.Join('_', parts.Where(part => part.Length > 0));
            return string.Join('/', name.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Qualified));

            static string Plain(string text) => string.Concat(text.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'));
            static string Qualified(string part) => string.Concat(part.Select((c, i) => char.IsAsciiLetter(c) || c is '_' or '.' || (i > 0 && (char.IsAsciiDigit(c) || c == '-')) ? c : '_'));
        }
    }

    public static PackageSource From(RegisterPackageRequest request) => new(
        request.Name,
        request.Version.TrimStart('v'),
        request.DownloadUrl,
        request.Parameterization is { } parameters ? new(parameters.Name, parameters.Version.TrimStart('v'), parameters.Value.ToBase64()) : null);

    /// <summary>The source of the package of a provider with these inputs.</summary>
    public static PackageSource From(string package, PropertyMap inputs)
    {
        var hidden = Hidden(inputs);
        var version = Text(inputs, "version");
        var parameters = hidden.Get("parameterization") switch
        {
            ObjectValue parameterss => new PackageParameters(
                Text(parameterss.Properties, "name") is { Length: > 0 } name ? name : package,
                Text(parameterss.Properties, "version") is { Length: > 0 } own ? own : version,
                Text(parameterss.Properties, "value")),
            StringValue value => new PackageParameters(package, version, value.Value),
            _ => null,
        };
        return new PackageSource(
            Text(hidden, "name") is { Length: > 0 } plugin ? plugin : package,
            Text(hidden, "version") is { Length: > 0 } hiddenVersion ? hiddenVersion : version,
            Text(hidden, "pluginDownloadURL"),
            parameters);
    }

    /// <summary>A provider's inputs with their source.</summary>
    public PropertyMap WriteTo(PropertyMap inputs)
    {
        if (Version.Length == 0 && DownloadUrl.Length == 0 && Parameters is null)
            return inputs;
        if (Version.Length > 0)
            inputs = inputs.Set("version", Version);
        var hidden = Hidden(inputs);
        if (DownloadUrl.Length > 0)
            hidden = hidden.Set("pluginDownloadURL", DownloadUrl);
        if (Parameters is { } parameters)
        {
            hidden = hidden
                .Set("name", Plugin)
                .Set("parameterization", PropertyMap.Of(("name", parameters.Name), ("version", parameters.Version), ("value", parameters.Value)));
        }

        return inputs.Set(Internal, hidden);
    }

    private static PropertyMap Hidden(PropertyMap inputs) => inputs.Get(Internal) is ObjectValue known ? known.Properties : PropertyMap.Empty;

    private static string Text(PropertyMap map, string name) => map.Get(name) is StringValue text ? text.Value : "";
}

/// <summary>What makes a plugin serve another package.</summary>
/// <param name="Name">The package's name.</param>
/// <param name="Version">The package's version.</param>
/// <param name="Value">What describes it to the plugin, in base64.</param>
internal sealed record PackageParameters(string Name, string Version, string Value)
{
    public ParameterizeRequest ToRequest() =>
        new() { Value = new() { Name = Name, Version = Version, Value = ByteString.FromBase64(Value) } };
}
