using System.Globalization;
using Coder.Infra.Protocol.Properties;
using Pulumirpc;

namespace Coder.Infra.Providers.Bridge;

internal sealed partial class BridgedProvider
{
    /// <inheritdoc/>
    public override Task<CheckResponse> CheckAsync(CheckRequest request, CancellationToken cancellationToken)
    {
        var resource = Resource(request.Urn);
        var inputs = PropertyMarshaler.FromStruct(request.News);
        var name = ResourceUrn.NameOf(request.Urn);
        var response = new CheckResponse { Inputs = request.News };
        response.Failures.AddRange(Problems(resource, inputs).Select(problem => BridgedResource.Failure(name, problem.Attribute, problem.Reason)));
        return Task.FromResult(response);
    }

    private static IEnumerable<(string Attribute, string Reason)> Problems(BridgedResource resource, PropertyMap inputs)
    {
        var problems = inputs.Keys.Where(name => !name.StartsWith("__", StringComparison.Ordinal)).SelectMany(name => Unexpected(resource, name))
            .Concat(resource.Attributes.SelectMany(attribute => Problems(attribute, inputs))).ToList();
        // Rules between attributes hold between values of the right type only.
        return problems.Count > 0 ? problems : resource.Validate(inputs);
    }

    private static IEnumerable<(string Attribute, string Reason)> Unexpected(BridgedResource resource, string name)
    {
        var attribute = resource.Find(name);
        if (attribute is null)
            yield return (name, $"Unsupported argument. An argument named \"{name}\" is not expected here");
        else if (attribute.Computed)
            yield return (name, $"Invalid Configuration for Read-Only Attribute. Cannot set value for this attribute as the provider has marked it as read-only. Remove the configuration line setting the value");
    }

    private static IEnumerable<(string Attribute, string Reason)> Problems(ResourceAttribute attribute, PropertyMap inputs)
    {
        var value = inputs.Get(attribute.Name)?.Reveal();
        switch (value)
        {
            case null or NullValue:
                if (attribute.Required)
                    yield return (attribute.Name, $"Missing required argument. The argument \"{attribute.TerraformName}\" is required, but no definition was found.");
                yield break;
            case ComputedValue:
                yield break;
        }

        if (!Fits(attribute, inputs, value))
        {
            yield return (attribute.Name, $"Incorrect attribute value type. Inappropriate value for attribute \"{attribute.TerraformName}\": {Wanted(attribute.Type)} required");
            yield break;
        }

        if (attribute.Minimum is { } minimum && inputs.Number(attribute.Name) is { } number && number < minimum)
            yield return (attribute.Name, $"Invalid Attribute Value. Attribute {attribute.TerraformName} value must be at least {minimum}, got: {number}");
        if (attribute.OneOf is not { } allowed)
            yield break;
        var texts = attribute.Type is AttributeType.List ? inputs.Texts(attribute.Name) ?? [] : [inputs.Text(attribute.Name)!];
        for (var i = 0; i < texts.Length; i++)
        {
            var place = attribute.Type is AttributeType.List ? $"{attribute.TerraformName}[{i.ToString(CultureInfo.InvariantCulture)}]" : attribute.TerraformName;
            if (!allowed.Contains(texts[i], StringComparer.Ordinal))
                yield return (attribute.Name, $"Invalid Attribute Value Match. Attribute {place} value must be one of: [{string.Join(" ", allowed.Select(item => $"\"{item}\""))}], got: \"{texts[i]}\"");
        }
    }

    private static bool Fits(ResourceAttribute attribute, PropertyMap inputs, PropertyValue value) => attribute.Type switch
    {
        AttributeType.Text => value is StringValue or NumberValue or BoolValue,
        AttributeType.Number => value is NumberValue n ? n.Value % 1 == 0 : inputs.Number(attribute.Name) is not null,
        AttributeType.Flag => inputs.Flag(attribute.Name) is not null,
        AttributeType.Map or AttributeType.Object => value is ObjectValue,
        AttributeType.List => value is ArrayValue,
        _ => true,
    };

    private static string Wanted(AttributeType type) => type switch
    {
        AttributeType.Text => "string",
        AttributeType.Number => "a whole number",
        AttributeType.Flag => "bool",
        AttributeType.Map => "map of string",
        AttributeType.List => "list of string",
        _ => "object",
    };
}
