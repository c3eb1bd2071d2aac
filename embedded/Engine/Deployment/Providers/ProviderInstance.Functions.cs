using Coder.Infra.Engine.Deployment.Properties;
using Coder.Infra.Protocol.Properties;
using Google.Protobuf.WellKnownTypes;
using Pulumirpc;

namespace Coder.Infra.Engine.Deployment.Providers;

/// <summary>The calls about functions and components.</summary>
internal sealed partial class ProviderInstance
{
    /// <summary>
    /// Calls a function; in a preview without a known configuration the answer is unknown (null). Where a secret had to be passed in
    /// clear, everything that comes back is secret.
    /// </summary>
    public async Task<InvokeResponse?> InvokeAsync(string token, PropertyMap arguments)
    {
        var configuration = await Configured();
        if (configuration.Answer is null)
            return null;
        var request = new InvokeRequest
        {
            Tok = token,
            Args = PropertyMarshaler.ToStruct(arguments, configuration.Marshal),
            Preview = _settings.Preview,
        };
        var response = await CallAsync(cancel => _provider.InvokeAsync(request, cancel));
        if (!configuration.AcceptSecrets && arguments.ContainsSecrets)
            response.Return = PropertyMarshaler.ToStruct(Secretness.HideAll(PropertyMarshaler.FromStruct(response.Return)));
        return response;
    }

    /// <summary>Calls a method of a component; in a preview without a known configuration it returns nothing.</summary>
    public async Task<CallResponse> CallMethodAsync(CallRequest request, PropertyMap arguments)
    {
        var configuration = await Configured();
        if (configuration.Answer is null)
            return new CallResponse();
        request.Args = PropertyMarshaler.ToStruct(arguments, Outputs(configuration));
        return await CallAsync(cancel => _provider.CallAsync(request, cancel));
    }

    /// <summary>Has a component made on the provider's side; null in a preview without a known configuration.</summary>
    public async Task<ConstructResponse?> ConstructAsync(ConstructRequest request, PropertyMap inputs)
    {
        var configuration = await Configured();
        if (configuration.Answer is null)
            return null;
        request.Inputs = PropertyMarshaler.ToStruct(inputs, Outputs(configuration));
        return await CallAsync(cancel => _provider.ConstructAsync(request, cancel));
    }

    /// <summary>The package's schema as JSON.</summary>
    public Task<GetSchemaResponse> GetSchemaAsync() => CallAsync(cancel => _provider.GetSchemaAsync(new GetSchemaRequest(), cancel));

    private static MarshalOptions Outputs(Configuration configuration) =>
        configuration.Marshal with { KeepOutputValues = configuration.Answer?.AcceptOutputs ?? false };
}
