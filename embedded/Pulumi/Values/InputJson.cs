using System.Text.Json;

namespace Pulumi;

/// <summary>What a resource takes where any JSON is allowed; a text is parsed.</summary>
public sealed class InputJson : Input<JsonElement>
{
    private readonly Output<JsonElement> _json;

    /// <summary>JSON null.</summary>
    public InputJson()
        : this(Output.Create(JsonSerializer.SerializeToElement<object?>(null)))
    {
    }

    private InputJson(Output<JsonElement> json) => _json = json;

    /// <inheritdoc/>
    private protected override object WireValue => _json;

    /// <summary>The text parsed.</summary>
    /// <exception cref="JsonException">It is not JSON.</exception>
    public static implicit operator InputJson(string json) => new(Output.Create(Parse(json)));

    /// <summary>The document's root.</summary>
    public static implicit operator InputJson(JsonDocument document) => new(Output.Create(document.RootElement));

    /// <summary>The element.</summary>
    public static implicit operator InputJson(JsonElement element) => new(Output.Create(element));

    /// <summary>The text parsed, once it is known.</summary>
    public static implicit operator InputJson(Output<string> json) => new(json.Apply(Parse));

    /// <summary>The document's root, once it is known.</summary>
    public static implicit operator InputJson(Output<JsonDocument> document) => new(document.Apply(d => d.RootElement));

    /// <summary>The element, once it is known.</summary>
    public static implicit operator InputJson(Output<JsonElement> element) => new(element);

    /// <inheritdoc/>
    private protected override Output<JsonElement> ToOutputCore() => _json;

    private static JsonElement Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
