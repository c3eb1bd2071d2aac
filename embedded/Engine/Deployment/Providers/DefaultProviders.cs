using Coder.Infra.Engine.Deployment.Steps;
using Coder.Infra.Protocol.Properties;

namespace Coder.Infra.Engine.Deployment.Providers;

/// <summary>
/// The providers that the engine makes where a program names none: one for each package and version, named
/// <c>default_4_21_2</c>, configured from the stack's settings of the package's namespace.
/// </summary>
internal sealed class DefaultProviders(RunContext run, StepGenerator generator)
{
    private readonly Dictionary<(string Package, string Version, string Url), Task<string>> _references = [];

    /// <summary>With one step at a time, who asks first goes on first: the order of the program is kept.</summary>
    private readonly SemaphoreSlim _turn = new(run.Options.Parallel <= 1 ? 1 : int.MaxValue);

    /// <summary>The reference of the default provider of a package.</summary>
    public async Task<string> GetAsync(string package, string version, string downloadUrl)
    {
        await _turn.WaitAsync();
        try
        {
            var key = (package, version, downloadUrl);
            if (!_references.TryGetValue(key, out var reference))
                _references[key] = reference = RegisterAsync(package, version, downloadUrl);
            return await reference;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Inputs of a provider with the version and source that a registration tells.</summary>
    public static PropertyMap WithSource(PropertyMap inputs, string version, string downloadUrl)
    {
        if (version.Length == 0 && downloadUrl.Length == 0)
            return inputs;
        if (version.Length > 0)
            inputs = inputs.Set("version", version);
        var hidden = inputs.Get("__internal") is ObjectValue known ? known.Properties : PropertyMap.Empty;
        return inputs.Set("__internal", downloadUrl.Length > 0 ? hidden.Set("pluginDownloadURL", downloadUrl) : hidden);
    }

    private async Task<string> RegisterAsync(string package, string version, string downloadUrl)
    {
        var goal = new ResourceGoal
        {
            Type = Urn.ProviderPrefix + package,
            Name = Name(version, downloadUrl),
            Custom = true,
            Properties = WithSource(Settings(package), version, downloadUrl),
        };
        var state = (await generator.RegisterAsync(goal)).State;
        return ProviderReference.Make(state.Urn, state.Id);
    }

    private static string Name(string version, string downloadUrl)
    {
        var name = version.Length == 0 ? "default" : $"default_{version.Replace('.', '_')}";
        if (downloadUrl.Length == 0)
            return name;
        return $"{name}_{new string([.. downloadUrl.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_')])}";
    }

    /// <summary>A dynamic provider runs code of the program and is given all of its settings, with their namespaces.</summary>
    private PropertyMap Settings(string package)
    {
        var dynamic = package is "pulumi-nodejs" or "pulumi-python";
        var inputs = PropertyMap.Empty;
        foreach (var (key, text) in run.Target.Config)
        {
            if (!dynamic && !key.StartsWith(package + ":", StringComparison.Ordinal))
                continue;
            PropertyValue value = text;
            inputs = inputs.Set(dynamic ? key : key[(package.Length + 1)..], run.Target.SecretKeys.Contains(key) ? value.AsSecret() : value);
        }

        return inputs;
    }
}
