using Coder.Infra.Engine.Deployment.Model;
using Pulumirpc;

namespace Coder.Infra.Engine.Deployment.Monitor;

/// <summary>Between the options of a registration and what a transform is shown of them.</summary>
internal static class TransformOptions
{
    public static TransformResourceOptions From(RegisterResourceRequest request)
    {
        var options = new TransformResourceOptions
        {
            DependsOn = { request.Dependencies },
            IgnoreChanges = { request.IgnoreChanges },
            ReplaceOnChanges = { request.ReplaceOnChanges },
            Version = request.Version,
            Aliases = { request.AliasURNs.Select(urn => new Alias { Urn = urn }).Concat(request.Aliases) },
            Provider = request.Provider,
            CustomTimeouts = request.CustomTimeouts,
            PluginDownloadUrl = request.PluginDownloadURL,
            DeletedWith = request.DeletedWith,
            AdditionalSecretOutputs = { request.AdditionalSecretOutputs },
            Providers = { request.Providers },
            PluginChecksums = { request.PluginChecksums },
            Hooks = request.Hooks,
            Import = request.ImportId,
            HideDiff = { request.HideDiffs },
            ReplaceWith = { request.ReplaceWith },
            ReplacementTrigger = request.ReplacementTrigger,
        };
        if (request.HasProtect)
            options.Protect = request.Protect;
        if (request.HasRetainOnDelete)
            options.RetainOnDelete = request.RetainOnDelete;
        if (request.DeleteBeforeReplaceDefined || request.DeleteBeforeReplace)
            options.DeleteBeforeReplace = request.DeleteBeforeReplace;
        return options;
    }

    public static void Apply(TransformResourceOptions options, RegisterResourceRequest request)
    {
        Set(request.Dependencies, options.DependsOn);
        Set(request.IgnoreChanges, options.IgnoreChanges);
        Set(request.ReplaceOnChanges, options.ReplaceOnChanges);
        Set(request.Aliases, options.Aliases);
        request.AliasURNs.Clear();
        Set(request.AdditionalSecretOutputs, options.AdditionalSecretOutputs);
        Set(request.HideDiffs, options.HideDiff);
        Set(request.ReplaceWith, options.ReplaceWith);
        request.Providers.Clear();
        request.Providers.Add(options.Providers);
        request.PluginChecksums.Clear();
        request.PluginChecksums.Add(options.PluginChecksums);
        request.Version = options.Version;
        request.Provider = options.Provider;
        request.CustomTimeouts = options.CustomTimeouts;
        request.PluginDownloadURL = options.PluginDownloadUrl;
        request.DeletedWith = options.DeletedWith;
        request.Hooks = options.Hooks;
        request.ImportId = options.Import;
        request.ReplacementTrigger = options.ReplacementTrigger;
        request.ClearProtect();
        if (options.HasProtect)
            request.Protect = options.Protect;
        request.ClearRetainOnDelete();
        if (options.HasRetainOnDelete)
            request.RetainOnDelete = options.RetainOnDelete;
        request.DeleteBeforeReplaceDefined = options.HasDeleteBeforeReplace;
        request.DeleteBeforeReplace = options.HasDeleteBeforeReplace && options.DeleteBeforeReplace;
    }

    private static void Set<T>(Google.Protobuf.Collections.RepeatedField<T> field, IEnumerable<T> values)
    {
        var list = values.ToList();
        field.Clear();
        field.AddRange(list);
    }
}
