using Coder.Infra.Engine.Deployment.Properties;
using Coder.Infra.Protocol.Properties;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Pulumirpc;

namespace Coder.Infra.Engine.Deployment.Monitor;

/// <summary>
/// Transforms of the program, applied to a registration before the engine sees it: the resource's own, then those of its
/// parents, then those of the stack.
/// </summary>
internal sealed class Transforms(CallbackClients callbacks)
{
    private readonly List<Callback> _stack = [];
    private readonly List<Callback> _invokes = [];
    private readonly Dictionary<string, (string Parent, IReadOnlyList<Callback> Own)> _inherited = new(StringComparer.Ordinal);

    /// <summary>Takes a transform of every resource.</summary>
    public void AddStackTransform(Callback callback) => _stack.Add(callback);

    /// <summary>Takes a transform of every function call.</summary>
    public void AddInvokeTransform(Callback callback) => _invokes.Add(callback);

    /// <summary>The registration as the transforms want it.</summary>
    public async Task<RegisterResourceRequest> ApplyAsync(RegisterResourceRequest request, string urn)
    {
        var own = request.Transforms.ToList();

        // A component that its provider makes is registered twice, by the program and by the provider: what it holds is under
        // the transforms of both.
        var before = _inherited.TryGetValue(urn, out var known) ? known.Own : [];
        _inherited[urn] = (request.Parent, [.. own, .. before]);
        var chain = new List<Callback>(own);
        for (var parent = request.Parent; _inherited.TryGetValue(parent, out var above); parent = above.Parent)
            chain.AddRange(above.Own);
        chain.AddRange(_stack);
        if (chain.Count == 0)
            return request;
        request = request.Clone();
        var dependencies = request.PropertyDependencies.ToDictionary(item => item.Key, IEnumerable<string> (item) => item.Value.Urns, StringComparer.Ordinal);
        request.Object = PropertyMarshaler.ToStruct(OutputValues.Upgrade(PropertyMarshaler.FromStruct(request.Object), dependencies), MarshalOptions.All);
        foreach (var callback in chain)
        {
            var ask = new TransformRequest
            {
                Type = request.Type,
                Name = request.Name,
                Custom = request.Custom,
                Parent = request.Parent,
                Properties = request.Object,
                Options = TransformOptions.From(request),
            };
            var answer = await InvokeAsync(callback, ask, TransformResponse.Parser, $"resource {request.Name}");
            if (answer.Properties is not null)
            {
                foreach (var gone in request.PropertyDependencies.Keys.Where(name => !answer.Properties.Fields.ContainsKey(name)).ToList())
                    request.PropertyDependencies.Remove(gone);
                request.Object = answer.Properties;
            }

            if (answer.Options is not null)
                TransformOptions.Apply(answer.Options, request);
        }

        return request;
    }

    /// <summary>The function call as the transforms want it.</summary>
    public async Task<ResourceInvokeRequest> ApplyAsync(ResourceInvokeRequest request)
    {
        foreach (var callback in _invokes)
        {
            var ask = new TransformInvokeRequest
            {
                Token = request.Tok,
                Args = request.Args ?? new Struct(),
                Options = new TransformInvokeOptions
                {
                    Provider = request.Provider,
                    Version = request.Version,
                    PluginDownloadUrl = request.PluginDownloadURL,
                    PluginChecksums = { request.PluginChecksums },
                },
            };
            var answer = await InvokeAsync(callback, ask, TransformInvokeResponse.Parser, $"function {request.Tok}");
            request = request.Clone();
            request.Args = answer.Args ?? request.Args;
            if (answer.Options is { } options)
            {
                request.Provider = options.Provider;
                request.Version = options.Version;
                request.PluginDownloadURL = options.PluginDownloadUrl;
                request.PluginChecksums.Clear();
                request.PluginChecksums.Add(options.PluginChecksums);
            }
        }

        return request;
    }

    private async Task<T> InvokeAsync<T>(Callback callback, Google.Protobuf.IMessage request, Google.Protobuf.MessageParser<T> parser, string what)
        where T : Google.Protobuf.IMessage<T>
    {
        try
        {
            return await callbacks.InvokeAsync(callback, request, parser);
        }
        catch (RpcException error)
        {
            throw new InvalidOperationException($"a transform of {what} failed: {Diagnostics.Describe(error)}", error);
        }
    }
}
