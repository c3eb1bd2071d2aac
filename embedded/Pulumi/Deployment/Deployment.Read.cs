using Google.Protobuf.WellKnownTypes;
using Pulumirpc;

namespace Pulumi;

public sealed partial class Deployment
{
    /// <summary>Reads a resource that exists in the world and is not this stack's.</summary>
    private async Task ReadAsync(Resource resource, string id, ResourceArgs args, ResourceOptions options, ResourceOutputs outputs)
    {
        if (resource is not CustomResource)
            throw new ArgumentException($"The component '{resource.GetResourceName()}' has the option Id set; only resources that a provider makes have one.");
        var prepared = await PrepareAsync(resource, remote: false, args, options).ConfigureAwait(false);
        var request = new ReadResourceRequest
        {
            Type = resource.GetResourceType(),
            Name = resource.GetResourceName(),
            Id = id,
            Parent = prepared.Parent,
            Provider = prepared.Provider,
            Properties = prepared.Inputs,
            Version = options.Version ?? "",
            PluginDownloadURL = options.PluginDownloadURL ?? "",
            AcceptSecrets = true,
            AcceptResources = true,
        };
        request.Dependencies.AddRange(prepared.Dependencies);
        request.AdditionalSecretOutputs.AddRange((options as CustomResourceOptions)?.AdditionalSecretOutputs ?? []);
        var response = await Monitor.ReadResourceAsync(resource, request).ConfigureAwait(false);
        outputs.Fill(response.Urn, id, response.Properties ?? new Struct(), _ => OutputData.NoResources, missingIsKnown: !IsDryRun);
    }

    /// <summary>Gets the state of a resource that is registered already.</summary>
    private async Task LookUpAsync(Resource resource, string urn, ResourceOutputs outputs)
    {
        var response = await Monitor.InvokeAsync(new ResourceInvokeRequest
        {
            Tok = GetResourceToken,
            Args = new Struct { Fields = { ["urn"] = Value.ForString(urn) } },
            AcceptResources = true,
        }).ConfigureAwait(false);
        if (response.Failures.Count > 0)
            throw new ResourceException($"Failed to look up {urn}: {string.Join("; ", response.Failures.Select(failure => failure.Reason))}", resource, hideStack: true);
        var fields = response.Return.Fields;
        outputs.Fill(
            urn,
            fields.TryGetValue("id", out var id) ? id.StringValue : "",
            fields.TryGetValue("state", out var state) ? state.StructValue : new Struct(),
            _ => OutputData.NoResources,
            missingIsKnown: !IsDryRun);
    }
}
