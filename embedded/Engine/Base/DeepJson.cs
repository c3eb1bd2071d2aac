using System.Text.Json;

namespace Coder.Infra.Engine.Base;

/// <summary>JSON that holds properties: nested as deeply as Go's reader allows, far beyond the 64 levels of the library's default.</summary>
internal static class DeepJson
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 10_000 };

    /// <summary>Reads a document.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static JsonDocument Parse(string text) => JsonDocument.Parse(text, Options);

    /// <inheritdoc cref="Parse(string)"/>
    public static JsonDocument Parse(ReadOnlyMemory<byte> bytes) => JsonDocument.Parse(bytes, Options);
}
