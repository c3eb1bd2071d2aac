using Pulumi.Serialization;
using Pulumirpc;

namespace Pulumi;

public sealed partial class Deployment
{
    /// <summary>The transforms of a resource as the engine calls them.</summary>
    private async Task<IEnumerable<Callback>> TransformsAsync(ResourceOptions options)
    {
        if (options.ResourceTransforms.Count == 0)
            return [];
        await RequireFeatureAsync("transforms", "resource transforms").ConfigureAwait(false);
        var callbacks = new List<Callback>();
        foreach (var transform in options.ResourceTransforms)
        {
            callbacks.Add(await Monitor.AddCallbackAsync(async (message, cancellationToken) =>
                await TransformAsync(transform, TransformRequest.Parser.ParseFrom(message), cancellationToken).ConfigureAwait(false)).ConfigureAwait(false));
        }

        return callbacks;
    }

    private static async Task<TransformResponse> TransformAsync(ResourceTransform transform, TransformRequest request, CancellationToken cancellationToken)
    {
        var args = new ResourceTransformArgs(
            request.Name, request.Type, request.Custom, TransformValues.Read(request.Properties), TransformOptions.Read(request));
        if (await transform(args, cancellationToken).ConfigureAwait(false) is not { } result)
            return new TransformResponse();
        var serializer = new PropertySerializer(keepResources: true, keepOutputValues: true);
        var properties = await serializer.SerializeAsync(request.Name, result.Args).ConfigureAwait(false);
        return new TransformResponse
        {
            Properties = properties.StructValue,
            Options = await TransformOptions.WriteAsync(result.Options, request).ConfigureAwait(false),
        };
    }
}
