using Coder.Infra.Protocol;
using Coder.Infra.Protocol.Properties;
using Pulumirpc;

namespace Coder.Infra.Providers.Tests;

/// <summary>Calls of a provider in a test's words.</summary>
internal static class Calls
{
    public static string Urn(string type, string name = "it") => $"urn:pulumi:dev::test::{type}::{name}";

    public static async Task<CheckResponse> CheckAsync(this IResourceProvider provider, string type, PropertyMap inputs, PropertyMap? olds = null) =>
        await provider.CheckAsync(
            new CheckRequest
            {
                Urn = Urn(type),
                News = PropertyMarshaler.ToStruct(inputs),
                Olds = PropertyMarshaler.ToStruct(olds ?? PropertyMap.Empty),
                RandomSeed = Google.Protobuf.ByteString.CopyFrom(new byte[32]),
            },
            CancellationToken.None);

    /// <summary>The reasons by which inputs are refused.</summary>
    public static async Task<string[]> ProblemsAsync(this IResourceProvider provider, string type, PropertyMap inputs) =>
        [.. (await provider.CheckAsync(type, inputs)).Failures.Select(failure => $"{failure.Property}: {failure.Reason}")];

    public static async Task<(string Id, PropertyMap State)> CreateAsync(this IResourceProvider provider, string type, PropertyMap inputs, bool preview = false)
    {
        var response = await provider.CreateAsync(new CreateRequest { Urn = Urn(type), Properties = PropertyMarshaler.ToStruct(inputs), Preview = preview }, CancellationToken.None);
        return (response.Id, PropertyMarshaler.FromStruct(response.Properties));
    }

    public static async Task<DiffResponse> DiffAsync(
        this IResourceProvider provider, string type, PropertyMap state, PropertyMap inputs, PropertyMap? oldInputs = null, string id = "id") =>
        await provider.DiffAsync(
            new DiffRequest
            {
                Urn = Urn(type),
                Id = id,
                Olds = PropertyMarshaler.ToStruct(state),
                OldInputs = oldInputs is null ? null : PropertyMarshaler.ToStruct(oldInputs),
                News = PropertyMarshaler.ToStruct(inputs),
            },
            CancellationToken.None);

    public static async Task<(string Id, PropertyMap State, PropertyMap Inputs)> ReadAsync(
        this IResourceProvider provider, string type, string id, PropertyMap? state = null, PropertyMap? inputs = null)
    {
        var response = await provider.ReadAsync(
            new ReadRequest
            {
                Urn = Urn(type),
                Id = id,
                Properties = PropertyMarshaler.ToStruct(state ?? PropertyMap.Empty),
                Inputs = PropertyMarshaler.ToStruct(inputs ?? PropertyMap.Empty),
            },
            CancellationToken.None);
        return (response.Id, PropertyMarshaler.FromStruct(response.Properties), PropertyMarshaler.FromStruct(response.Inputs));
    }

    /// <summary>A property map from JSON, with single quotes for double ones.</summary>
    public static PropertyMap Map(string json) =>
        PropertyMarshaler.FromStruct(Google.Protobuf.JsonParser.Default.Parse<Google.Protobuf.WellKnownTypes.Struct>(json.Replace('\'', '"')));
}
