using System.Text.Json;

namespace Coder.Infra.Coder;

/// <summary>What the interfaces of Coder's generations differ in.</summary>
/// <param name="Deployment">What answers: <c>Coder v2 deployment</c>.</param>
/// <param name="TokenHeader">The header that carries the session token.</param>
/// <param name="Role">Whose token it must be, as the end of a sentence.</param>
/// <param name="Message">The message in the body of a failed answer; empty where there is none.</param>
internal sealed record CoderApi(string Deployment, string TokenHeader, string Role, Func<JsonElement, string> Message)
{
    /// <summary>Coder v1: <c>{"error":{"msg","code","details"}}</c>.</summary>
    public static CoderApi V1 { get; } = new("Coder v1 deployment", "Session-Token", "a site manager", body => Text(Member(body, "error"), "msg"));

    /// <summary>Coder v2: <c>{"message","detail","validations":[{"field","detail"}]}</c>.</summary>
    public static CoderApi V2 { get; } = new("Coder v2 deployment", "Coder-Session-Token", "a user with the role Owner", body =>
    {
        var fields = Member(body, "validations") is { ValueKind: JsonValueKind.Array } found ? found.EnumerateArray().Select(field => Text(field, "detail")) : [];
        string[] parts = [Text(body, "message"), Text(body, "detail"), .. fields];
        return string.Join(" ", parts.Where(part => part.Length > 0).Distinct().Select(part => part.TrimEnd('.') + "."));
    });

    /// <inheritdoc/>
    public override string ToString() => Deployment;

    private static JsonElement Member(JsonElement value, string name) => value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var member) ? member : default;

    private static string Text(JsonElement value, string name) => Member(value, name) is { ValueKind: JsonValueKind.String } text ? text.GetString()! : "";
}
