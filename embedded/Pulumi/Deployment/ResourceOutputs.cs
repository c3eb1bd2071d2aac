using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;
using Google.Protobuf.WellKnownTypes;
using Pulumi.Serialization;

namespace Pulumi;

/// <summary>
/// The output properties of one resource: set at once as outputs that are still open, filled when the engine answers.
/// </summary>
internal sealed class ResourceOutputs
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private static readonly ConcurrentDictionary<System.Type, Property[]> Properties = new();

    private readonly Resource _resource;
    private readonly OpenOutput<string> _urn;
    private readonly OpenOutput<string>? _id;
    private readonly (string Name, OpenOutput Output)[] _outputs;

    public ResourceOutputs(Resource resource)
    {
        _resource = resource;
        _urn = new OpenOutput<string>(resource);
        resource.SetUrn(_urn.Output);
        if (resource is CustomResource custom)
        {
            _id = new OpenOutput<string>(resource);
            custom.SetId(_id.Output);
        }

        _outputs = Properties.GetOrAdd(resource.GetType(), Find).Select(property =>
        {
            var open = property.Open(resource);
            property.Set(resource, open.Boxed);
            return (property.Name, open);
        }).ToArray();
    }

    /// <summary>Fills all outputs from what the engine says.</summary>
    /// <param name="urn">The URN.</param>
    /// <param name="id">The id; empty or the sign for unknown where there is none yet.</param>
    /// <param name="state">The properties.</param>
    /// <param name="dependencies">What properties depend on beside the resource itself.</param>
    /// <param name="missingIsKnown">What is not among the properties is nothing, rather than unknown.</param>
    public void Fill(string urn, string id, Struct state, Func<string, ImmutableHashSet<Resource>> dependencies, bool missingIsKnown)
    {
        _urn.Fill(OutputData.Of<object?>(urn));
        _id?.Fill(OutputData.Of<object?>(id) with { IsKnown = id.Length > 0 && id != Coder.Infra.Protocol.Properties.Signatures.Unknown });
        foreach (var (name, open) in _outputs)
        {
            try
            {
                var data = state.Fields.TryGetValue(name, out var value)
                    ? ValueReader.Read(value, open.Type, $"{_resource.GetResourceType()}.{name}", Warn)
                    : new OutputData<object?>(OutputData.NoResources, TypeReader.For(open.Type).Default, missingIsKnown, IsSecret: false);
                open.Fill(data with { Resources = data.Resources.Union(dependencies(name)) });
            }
            catch (Exception e)
            {
                // An output whose type cannot be read fails alone; the task that fills the outputs goes on.
                open.Fail(e);
            }
        }
    }

    /// <summary>Fails all outputs that are still open.</summary>
    public void Fail(Exception error)
    {
        _urn.Fail(error);
        _id?.Fail(error);
        foreach (var (_, open) in _outputs)
            open.Fail(error);
    }

    private static void Warn(string message) => Log.Debug(message);

    private static Property[] Find(System.Type type)
    {
        var properties = new List<Property>();
        for (var t = type; t is not null && t != typeof(Resource) && t != typeof(CustomResource) && t != typeof(ComponentResource); t = t.BaseType)
        {
            // A stack's outputs are set by the program, not by the engine.
            if (typeof(Stack).IsAssignableFrom(t))
                break;
            foreach (var property in t.GetProperties(Declared))
            {
                if (property.GetCustomAttribute<OutputAttribute>() is { } attribute)
                    properties.Add(Property.Of(property, attribute.Name ?? property.Name));
            }
        }

        return properties.ToArray();
    }

    private sealed record Property(string Name, Func<Resource, OpenOutput> Open, Action<Resource, object> Set)
    {
        public static Property Of(PropertyInfo property, string name)
        {
            var type = property.PropertyType;
            if (!type.IsGenericType || type.GetGenericTypeDefinition() != typeof(Output<>))
                throw new InvalidOperationException($"{property.DeclaringType!.FullName}.{property.Name} is marked [Output] but is a {type.Name}; it must be an Output<>.");
            if (property.SetMethod is null)
                throw new InvalidOperationException($"{property.DeclaringType!.FullName}.{property.Name} is marked [Output] but has no setter.");
            var open = typeof(OpenOutput<>).MakeGenericType(type.GetGenericArguments());
            return new Property(
                name,
                (resource) => (OpenOutput)Activator.CreateInstance(open, resource)!,
                (resource, value) => property.SetValue(resource, value));
        }
    }
}
