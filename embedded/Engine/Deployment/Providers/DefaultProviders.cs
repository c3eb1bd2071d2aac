using System.Text.Json;
using Coder.Infra.Engine.Deployment.Model;
using Coder.Infra.Engine.Deployment.Steps;
using Coder.Infra.Protocol.Properties;

namespace Coder.Infra.Engine.Deployment.Providers;

/// <summary>
/// The providers that the engine makes where a program names none: one for each package and version, named
/// <c>default_4_21_2</c>, configured from the stack's settings of the package's namespace.
/// </summary>
internal sealed class DefaultProviders(RunContext run, StepGenerator generator)
{
    private const string DisableKey = "pulumi:disable-default-providers";

    private readonly Dictionary<PackageSource, Task<string>> _references = [];

    /// <summary>With one step at a time, who asks first goes on first: the order of the program is kept.</summary>
    private readonly SemaphoreSlim _turn = new(run.Options.Parallel <= 1 ? 1 : int.MaxValue);

    /// <summary>The reference of the default provider of a package.</summary>
    public async Task<string> GetAsync(PackageSource source)
    {
        await _turn.WaitAsync();
        try
        {
            if (!_references.TryGetValue(source, out var reference))
                _references[source] = reference = RegisterAsync(source);
            return await reference;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>
    /// Whether the stack's setting <c>pulumi:disable-default-providers</c>, a list of packages or <c>*</c>, asks for explicit
    /// providers of the package. What is part of the engine cannot be left out.
    /// </summary>
    /// <exception cref="InvalidOperationException">The setting is not a list of texts.</exception>
    public bool IsDisabled(string package)
    {
        if (package == "pulumi" || run.Target.Config.GetValueOrDefault(DisableKey, "") is not { Length: > 0 } text)
            return false;
        try
        {
            return JsonSerializer.Deserialize<string[]>(text)!.Any(name => name == "*" || name == package);
        }
        catch (JsonException error)
        {
            throw new InvalidOperationException(
                $"{DisableKey} is {text}, which is not a list of package names: set it with: pulumi config set --path '{DisableKey}[0]' PACKAGE", error);
        }
    }

    private async Task<string> RegisterAsync(PackageSource source)
    {
        var goal = new ResourceGoal
        {
            Type = Urn.ProviderPrefix + source.Package,
            Name = source.DefaultName,
            Custom = true,
            Properties = source.WriteTo(Settings(source.Package)),
        };
        var state = (await generator.RegisterAsync(goal)).State;
        return ProviderReference.Make(state.Urn, state.Id);
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
