using Pulumirpc;

namespace Pulumi;

/// <summary>Between the options of a resource and what the engine sends a transform of them.</summary>
internal static class TransformOptions
{
    /// <summary>The options that the transform sees.</summary>
    public static ResourceOptions Read(TransformRequest request)
    {
        var wire = request.Options ?? new TransformResourceOptions();
        ResourceOptions options = request.Custom
            ? new CustomResourceOptions
            {
                DeleteBeforeReplace = wire.HasDeleteBeforeReplace ? wire.DeleteBeforeReplace : null,
                AdditionalSecretOutputs = [.. wire.AdditionalSecretOutputs],
                ImportId = TextOf(wire.Import),
            }
            : new ComponentResourceOptions { Providers = [.. wire.Providers.Values.Select(reference => new DependencyProviderResource(reference))] };
        options.Parent = ResourceOf(request.Parent);
        options.DependsOn = wire.DependsOn.Select(Resource (urn) => new DependencyResource(urn)).ToList();
        options.Protect = wire.HasProtect ? wire.Protect : null;
        options.IgnoreChanges = [.. wire.IgnoreChanges];
        options.ReplaceOnChanges = [.. wire.ReplaceOnChanges];
        options.Version = TextOf(wire.Version);
        options.Aliases = [.. wire.Aliases.Select(alias => (Input<Alias>)Alias.FromWire(alias))];
        options.Provider = wire.Provider.Length > 0 ? new DependencyProviderResource(wire.Provider) : null;
        options.CustomTimeouts = wire.CustomTimeouts is { } timeouts ? CustomTimeouts.FromWire(timeouts.Create, timeouts.Update, timeouts.Delete) : null;
        options.PluginDownloadURL = TextOf(wire.PluginDownloadUrl);
        options.RetainOnDelete = wire.HasRetainOnDelete ? wire.RetainOnDelete : null;
        options.DeletedWith = ResourceOf(wire.DeletedWith);
        options.Hooks = ResourceHookBinding.FromWire(wire.Hooks);
        options.HideDiffs = [.. wire.HideDiff];
        options.ReplaceWith = wire.ReplaceWith.Select(Resource (urn) => new DependencyResource(urn)).ToList();
        return options;
    }

    /// <summary>The options that the transform gives; what they have no place for stays as the engine sent it.</summary>
    public static async Task<TransformResourceOptions> WriteAsync(ResourceOptions options, TransformRequest request)
    {
        var wire = new TransformResourceOptions
        {
            DependsOn = { await UrnsAsync(options.DependsOn).ConfigureAwait(false) },
            IgnoreChanges = { options.IgnoreChanges },
            ReplaceOnChanges = { options.ReplaceOnChanges },
            Version = options.Version ?? "",
            Aliases = { await Deployment.AliasesAsync(options, request.Parent).ConfigureAwait(false) },
            Provider = await ProviderResource.ReferenceAsync(options.Provider).ConfigureAwait(false),
            PluginDownloadUrl = options.PluginDownloadURL ?? "",
            DeletedWith = options.DeletedWith is { } host ? (await host.Urn.DataTask.ConfigureAwait(false)).Value : "",
            Hooks = await options.Hooks.ToWireAsync().ConfigureAwait(false),
            HideDiff = { options.HideDiffs },
            ReplaceWith = { await UrnsAsync(options.ReplaceWith).ConfigureAwait(false) },
            ReplacementTrigger = request.Options?.ReplacementTrigger,
            PluginChecksums = { request.Options?.PluginChecksums ?? [] },
        };
        if (options.Protect is { } protect)
            wire.Protect = protect;
        if (options.RetainOnDelete is { } retain)
            wire.RetainOnDelete = retain;
        if (options.CustomTimeouts is { } timeouts)
        {
            wire.CustomTimeouts = new RegisterResourceRequest.Types.CustomTimeouts
            {
                Create = CustomTimeouts.ToGoDuration(timeouts.Create),
                Update = CustomTimeouts.ToGoDuration(timeouts.Update),
                Delete = CustomTimeouts.ToGoDuration(timeouts.Delete),
            };
        }

        if (options is CustomResourceOptions custom)
        {
            wire.AdditionalSecretOutputs.AddRange(custom.AdditionalSecretOutputs);
            wire.Import = custom.ImportId ?? "";
            if (custom.DeleteBeforeReplace is { } first)
                wire.DeleteBeforeReplace = first;
        }
        else if (options is ComponentResourceOptions component)
        {
            foreach (var provider in component.Providers)
                wire.Providers[provider.Package] = await ProviderResource.ReferenceAsync(provider).ConfigureAwait(false);
        }

        return wire;
    }

    private static async Task<IEnumerable<string>> UrnsAsync(InputList<Resource> resources)
    {
        var data = await resources.ToOutput().DataTask.ConfigureAwait(false);
        return data.IsKnown && !data.Value.IsDefaultOrEmpty
            ? await Serialization.DependencySet.UrnsAsync(data.Value.Where(resource => resource is not null), exclude: null).ConfigureAwait(false)
            : [];
    }

    private static string? TextOf(string text) => text.Length > 0 ? text : null;

    private static Resource? ResourceOf(string urn) => urn.Length > 0 ? new DependencyResource(urn) : null;
}
