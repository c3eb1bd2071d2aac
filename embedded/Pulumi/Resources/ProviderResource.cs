using Coder.Infra.Protocol.Properties;

namespace Pulumi;

/// <summary>A provider with a configuration of its own, for resources that name it in their options.</summary>
public class ProviderResource : CustomResource
{
    private const string TypePrefix = "pulumi:providers:";

    /// <summary>Registers a provider of a package.</summary>
    public ProviderResource(string package, string name, ResourceArgs args, CustomResourceOptions? options = null)
        : base(TypePrefix + package, name, args, options) => Package = package;

    private protected ProviderResource(string package)
        : base(TypePrefix + package, "", ResourceArgs.Empty, null, dependency: true) => Package = package;

    /// <summary>The package the provider serves.</summary>
    internal string Package { get; }

    /// <summary>
    /// A provider as requests name it: <c>&lt;urn&gt;::&lt;id&gt;</c>, with the sign for unknown where it has no id yet; empty for none.
    /// </summary>
    internal static async Task<string> ReferenceAsync(ProviderResource? provider)
    {
        if (provider is null)
            return "";
        var urn = await provider.Urn.DataTask.ConfigureAwait(false);
        var id = await provider.Id.DataTask.ConfigureAwait(false);
        return $"{urn.Value}::{(id.IsKnown && !string.IsNullOrEmpty(id.Value) ? id.Value : Signatures.Unknown)}";
    }
}
