using System.Collections.Immutable;
using Google.Protobuf.WellKnownTypes;
using Pulumi.Serialization;

namespace Pulumi;

public sealed partial class Deployment
{
    private async Task<PreparedResource> PrepareAsync(Resource resource, bool remote, ResourceArgs args, ResourceOptions options)
    {
        var dependencies = new HashSet<Resource>(await ExplicitDependenciesAsync(options).ConfigureAwait(false));
        var (inputs, inputDependencies) = await SerializeInputsAsync(resource, remote, args, dependencies).ConfigureAwait(false);
        var parent = options.Parent is null ? "" : await UrnAsync(options.Parent).ConfigureAwait(false);
        return new PreparedResource(
            parent,
            resource is CustomResource ? await ProviderResource.ReferenceAsync(options.Provider).ConfigureAwait(false) : "",
            remote ? await ProviderReferencesAsync(resource).ConfigureAwait(false) : ImmutableDictionary<string, string>.Empty,
            inputs,
            inputDependencies,
            await DependencySet.UrnsAsync(dependencies, exclude: resource).ConfigureAwait(false),
            await AliasesAsync(options, parent).ConfigureAwait(false),
            await DeletedWithAsync(options).ConfigureAwait(false),
            await ReplaceWithAsync(options).ConfigureAwait(false),
            await options.Hooks.ToWireAsync().ConfigureAwait(false),
            await TransformsAsync(options).ConfigureAwait(false));
    }

    private static async Task<IEnumerable<Resource>> ExplicitDependenciesAsync(ResourceOptions options)
    {
        var data = await options.DependsOn.ToOutput().DataTask.ConfigureAwait(false);
        return data.IsKnown && !data.Value.IsDefault ? data.Resources.Union(data.Value.Where(dependency => dependency is not null)) : data.Resources;
    }

    /// <summary>The inputs, each with what it comes from; all of that is added to <paramref name="dependencies"/>.</summary>
    private async Task<(Struct Inputs, ImmutableDictionary<string, SortedSet<string>> Dependencies)> SerializeInputsAsync(
        Resource resource, bool remote, ResourceArgs args, HashSet<Resource> dependencies)
    {
        var keepResources = await Monitor.SupportsFeatureAsync("resourceReferences").ConfigureAwait(false);
        var keepOutputValues = remote && await Monitor.SupportsFeatureAsync("outputValues").ConfigureAwait(false);
        var inputs = new Struct();
        var byInput = ImmutableDictionary.CreateBuilder<string, SortedSet<string>>();
        foreach (var member in args.Members())
        {
            // The engine has these two in places of their own.
            if (member.Name is "id" or "urn")
                continue;
            var path = $"{resource.GetResourceType()} '{resource.GetResourceName()}': {member.Name}";
            var serializer = new PropertySerializer(keepResources, keepOutputValues);
            var value = await serializer.SerializeAsync(path, member.Json ? JsonText.Of(path, member.Value) : member.Value).ConfigureAwait(false);
            if (value.KindCase == Value.KindOneofCase.NullValue)
                continue;
            inputs.Fields[member.Name] = value;
            byInput[member.Name] = await DependencySet.UrnsAsync(serializer.Dependencies, exclude: resource).ConfigureAwait(false);
            dependencies.UnionWith(serializer.Dependencies);
        }

        return (inputs, byInput.ToImmutable());
    }

    private static async Task<ImmutableDictionary<string, string>> ProviderReferencesAsync(Resource resource)
    {
        var references = ImmutableDictionary.CreateBuilder<string, string>();
        foreach (var (package, provider) in resource.Providers)
            references[package] = await ProviderResource.ReferenceAsync(provider).ConfigureAwait(false);
        return references.ToImmutable();
    }

    internal static async Task<ImmutableArray<Pulumirpc.Alias>> AliasesAsync(ResourceOptions options, string parent)
    {
        var aliases = ImmutableArray.CreateBuilder<Pulumirpc.Alias>(options.Aliases.Count);
        foreach (var input in options.Aliases)
        {
            var alias = await ValueAsync(input).ConfigureAwait(false);
            if (alias is null)
                continue;
            aliases.Add(alias.Urn is { } urn
                ? new Pulumirpc.Alias { Urn = urn }
                : new Pulumirpc.Alias { Spec = await SpecAsync(alias, parent).ConfigureAwait(false) });
        }

        return aliases.ToImmutable();
    }

    private static async Task<Pulumirpc.Alias.Types.Spec> SpecAsync(Alias alias, string parent)
    {
        if ((alias.Parent is null ? 0 : 1) + (alias.ParentUrn is null ? 0 : 1) + (alias.NoParent ? 1 : 0) > 1)
            throw new ArgumentException("An alias has one former parent: set one of Parent, ParentUrn and NoParent.");
        var spec = new Pulumirpc.Alias.Types.Spec
        {
            Name = await ValueAsync(alias.Name).ConfigureAwait(false) ?? "",
            Type = await ValueAsync(alias.Type).ConfigureAwait(false) ?? "",
            Stack = await ValueAsync(alias.Stack).ConfigureAwait(false) ?? "",
            Project = await ValueAsync(alias.Project).ConfigureAwait(false) ?? "",
        };
        var former = alias.Parent is { } resource ? await UrnAsync(resource).ConfigureAwait(false)
            : alias.ParentUrn is { } parentUrn ? await ValueAsync(parentUrn).ConfigureAwait(false)
            : parent;
        if (alias.NoParent)
            spec.NoParent = true;
        else if (!string.IsNullOrEmpty(former))
            spec.ParentUrn = former;
        return spec;
    }

    private async Task<string> DeletedWithAsync(ResourceOptions options)
    {
        if (options.DeletedWith is not { } resource)
            return "";
        await RequireFeatureAsync("deletedWith", "the resource option DeletedWith").ConfigureAwait(false);
        return await UrnAsync(resource).ConfigureAwait(false);
    }

    private static async Task<IEnumerable<string>> ReplaceWithAsync(ResourceOptions options)
    {
        var data = await options.ReplaceWith.ToOutput().DataTask.ConfigureAwait(false);
        return data.IsKnown && !data.Value.IsDefaultOrEmpty
            ? await DependencySet.UrnsAsync(data.Value.Where(resource => resource is not null).ToHashSet(), exclude: null).ConfigureAwait(false)
            : [];
    }

    private static async Task<string> UrnAsync(Resource resource) => (await resource.Urn.DataTask.ConfigureAwait(false)).Value;

    private static async Task<T?> ValueAsync<T>(Input<T>? input) => input is null ? default : (await input.ToOutput().DataTask.ConfigureAwait(false)).Value;
}
