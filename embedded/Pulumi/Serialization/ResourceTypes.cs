using System.Reflection;

namespace Pulumi.Serialization;

/// <summary>
/// Resource classes by their type token (<see cref="ResourceTypeAttribute"/>), looked for in the loaded assemblies the first time that
/// a reference to a resource comes in, which few programs ever see.
/// </summary>
internal static class ResourceTypes
{
    private static readonly Lazy<Dictionary<string, Type>> ByToken = new(Find);

    /// <summary>An object for a registered resource; null where its class is not known or cannot be made this way.</summary>
    public static Resource? Construct(string urn)
    {
        if (Deployment.Current is null || !ByToken.Value.TryGetValue(Urn.Type(urn), out var type))
            return null;
        foreach (var constructor in type.GetConstructors(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance))
        {
            var parameters = constructor.GetParameters();
            if (parameters is not [{ ParameterType: var name }, { ParameterType: var args }, { ParameterType: var options }] || name != typeof(string))
                continue;
            if (typeof(ResourceArgs).IsAssignableFrom(args) && typeof(ResourceOptions).IsAssignableFrom(options))
                return Invoke(constructor, urn, options);
        }

        return null;
    }

    private static Resource Invoke(ConstructorInfo constructor, string urn, Type optionsType)
    {
        var options = (ResourceOptions)Activator.CreateInstance(optionsType)!;
        options.Urn = urn;
        return (Resource)constructor.Invoke([Urn.Name(urn), null, options]);
    }

    private static Dictionary<string, Type> Find()
    {
        var types = new Dictionary<string, Type>(StringComparer.Ordinal);
        foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies())
        {
            var refers = assembly == typeof(Resource).Assembly || assembly.GetReferencedAssemblies().Any(reference => reference.Name == "Pulumi");
            foreach (var type in refers && !assembly.IsDynamic ? assembly.GetTypes() : [])
            {
                if (typeof(Resource).IsAssignableFrom(type) && type.GetCustomAttribute<ResourceTypeAttribute>(inherit: false) is { } attribute)
                    types[attribute.Type] = type;
            }
        }

        return types;
    }
}
