using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Coder.Infra.Engine.Deployment.Model;
using Coder.Infra.Engine.Deployment.Properties;
using Coder.Infra.Protocol.Properties;
using Grpc.Core;
using Pulumirpc;

namespace Coder.Infra.Engine.Deployment.Monitor;

/// <summary>Reads what a program asks for into the engine's own terms.</summary>
internal static partial class Goals
{
    public static async Task<ResourceGoal> FromAsync(RegisterResourceRequest request, DeploymentTarget target)
    {
        var rootDirectory = target.RootDirectory;
        var dependencies = request.PropertyDependencies.ToDictionary(
            item => item.Key, item => item.Value.Urns.ToList(), StringComparer.Ordinal);
        var extra = new List<string>();
        var properties = await Hashes(target).FillAsync(Flatten(PropertyMarshaler.FromStruct(request.Object), dependencies, extra));
        return new ResourceGoal
        {
            Type = request.Type,
            Name = request.Name,
            Custom = request.Custom,
            Properties = properties,
            Parent = request.Parent,
            Protect = request.HasProtect ? request.Protect : null,
            Dependencies = [.. request.Dependencies.Concat(extra).Distinct()],
            PropertyDependencies = dependencies.ToImmutableSortedDictionary(
                item => item.Key, item => item.Value.Distinct().ToImmutableArray(), StringComparer.Ordinal),
            Provider = request.Provider,
            DeleteBeforeReplace = request.DeleteBeforeReplaceDefined || request.DeleteBeforeReplace ? request.DeleteBeforeReplace : null,
            IgnoreChanges = [.. request.IgnoreChanges],
            ReplaceOnChanges = [.. request.ReplaceOnChanges],
            AdditionalSecretOutputs = [.. request.AdditionalSecretOutputs],
            HideDiff = [.. request.HideDiffs],
            Aliases = [.. request.AliasURNs.Select(urn => new Alias { Urn = urn }).Concat(request.Aliases)],
            Id = request.ImportId,
            CustomTimeouts = Timeouts(request.CustomTimeouts),
            RetainOnDelete = request.HasRetainOnDelete ? request.RetainOnDelete : null,
            DeletedWith = request.DeletedWith,
            ReplaceWith = [.. request.ReplaceWith],
            ReplacementTrigger = request.ReplacementTrigger is null ? null : PropertyMarshaler.FromValue(request.ReplacementTrigger),
            SourcePosition = Position(request.SourcePosition, rootDirectory),
            StackTrace = Trace(request.StackTrace, rootDirectory),
            Hooks = HookKinds.From(request.Hooks),
        };
    }

    public static async Task<ResourceGoal> FromAsync(ReadResourceRequest request, DeploymentTarget target)
    {
        var rootDirectory = target.RootDirectory;
        var dependencies = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        var extra = new List<string>();
        return new ResourceGoal
        {
            Type = request.Type,
            Name = request.Name,
            Custom = true,
            Id = request.Id,
            Parent = request.Parent,
            Properties = await Hashes(target).FillAsync(Flatten(PropertyMarshaler.FromStruct(request.Properties), dependencies, extra)),
            Dependencies = [.. request.Dependencies.Concat(extra).Distinct()],
            AdditionalSecretOutputs = [.. request.AdditionalSecretOutputs],
            SourcePosition = Position(request.SourcePosition, rootDirectory),
            StackTrace = Trace(request.StackTrace, rootDirectory),
        };
    }

    /// <summary>Outputs of a component or the stack: plain values, assets and archives with their hashes.</summary>
    public static Task<PropertyMap> OutputsAsync(RegisterResourceOutputsRequest request, DeploymentTarget target) =>
        Hashes(target).FillAsync(Flatten(PropertyMarshaler.FromStruct(request.Outputs), new(StringComparer.Ordinal), []));

    /// <summary>The URNs that the output values within a value came from.</summary>
    public static IReadOnlyList<string> DependenciesOf(PropertyValue value)
    {
        var found = new List<string>();
        Flatten(value, found);
        return found;
    }

    /// <summary>A duration of Go (<c>1h30m</c>, <c>90s</c>) in seconds; 0 for none.</summary>
    public static double Seconds(string duration)
    {
        if (duration.Length == 0)
            return 0;
        var total = 0.0;
        var read = 0;
        foreach (Match part in DurationPart().Matches(duration))
        {
            if (part.Index != read)
                break;
            read += part.Length;
            total += double.Parse(part.Groups[1].Value, CultureInfo.InvariantCulture) * part.Groups[2].Value switch
            {
                "h" => 3600,
                "m" => 60,
                "s" => 1,
                "ms" => 1e-3,
                "us" or "µs" => 1e-6,
                _ => 1e-9,
            };
        }

        return read == duration.Length
            ? total
            : throw new RpcException(new Status(StatusCode.InvalidArgument, $"unable to parse customTimeout Value {duration}: write it like 90s or 1h30m"));
    }

    private static AssetHashes Hashes(DeploymentTarget target) => new(target.ProgramDirectory ?? target.RootDirectory);

    private static ResourceTimeouts? Timeouts(RegisterResourceRequest.Types.CustomTimeouts? timeouts)
    {
        if (timeouts is null)
            return null;
        var read = new ResourceTimeouts(Seconds(timeouts.Create), Seconds(timeouts.Update), Seconds(timeouts.Delete), Seconds(timeouts.Read));
        return read == new ResourceTimeouts(0, 0, 0) ? null : read;
    }

    /// <summary>Output values tell their dependencies; the engine keeps those by property, and the values plain.</summary>
    private static PropertyMap Flatten(PropertyMap properties, Dictionary<string, List<string>> dependencies, List<string> extra)
    {
        foreach (var (name, value) in properties)
        {
            var found = new List<string>();
            var flat = Flatten(value, found);
            if (ReferenceEquals(flat, value))
                continue;
            properties = properties.Set(name, flat);
            if (found.Count == 0)
                continue;
            extra.AddRange(found);
            if (!dependencies.TryGetValue(name, out var known))
                dependencies[name] = known = [];
            known.AddRange(found);
        }

        return properties;
    }

    private static PropertyValue Flatten(PropertyValue value, List<string> dependencies)
    {
        switch (value)
        {
            case OutputValue output:
                dependencies.AddRange(output.Dependencies);
                var inner = output.Value is null ? PropertyValue.Computed : Flatten(output.Value, dependencies);
                return output.Secret ? inner.AsSecret() : inner;
            case SecretValue secret:
                var hidden = Flatten(secret.Value, dependencies);
                return ReferenceEquals(hidden, secret.Value) ? secret : hidden.AsSecret();
            case ArrayValue array:
                var items = array.Items.Select(item => Flatten(item, dependencies)).ToImmutableArray();
                return items.Zip(array.Items).All(pair => ReferenceEquals(pair.First, pair.Second)) ? array : new ArrayValue(items);
            case ObjectValue map:
                var flat = map.Properties;
                foreach (var (name, item) in map.Properties)
                {
                    if (Flatten(item, dependencies) is var replaced && !ReferenceEquals(replaced, item))
                        flat = flat.Set(name, replaced);
                }

                return ReferenceEquals(flat, map.Properties) ? map : new ObjectValue(flat);
            default:
                return value;
        }
    }

    private static ImmutableArray<string> Trace(StackTrace? trace, string root) =>
        trace is null ? [] : [.. trace.Frames.Select(frame => Position(frame.Pc, root))];

    /// <summary>A position in a file of the project, relative to its folder: <c>project:///index.js#7,17</c>.</summary>
    private static string Position(SourcePosition? position, string root)
    {
        if (position is null || position.Uri.Length == 0 || !Uri.TryCreate(position.Uri, UriKind.Absolute, out var uri))
            return "";
        var path = uri.Scheme switch
        {
            "project" => uri.AbsolutePath.TrimStart('/'),
            "file" => Path.GetRelativePath(root, uri.LocalPath).Replace('\\', '/'),
            _ => "",
        };
        if (path.Length == 0)
            return "";
        var place = position.Line == 0 ? "" : position.Column == 0 ? $"#{position.Line}" : $"#{position.Line},{position.Column}";
        return $"project:///{path}{place}";
    }

    [GeneratedRegex("([0-9]+(?:\\.[0-9]+)?|\\.[0-9]+)(ns|us|µs|ms|s|m|h)")]
    private static partial Regex DurationPart();
}
