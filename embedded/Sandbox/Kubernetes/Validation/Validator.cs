using System.Text.Json.Nodes;
using Coder.Infra.Sandbox.Kubernetes.Resources;

namespace Coder.Infra.Sandbox.Kubernetes.Validation;

/// <summary>The API server's rules, all problems at once.</summary>
internal static partial class Validator
{
    /// <param name="type">The object's type.</param>
    /// <param name="json">The object, defaults included.</param>
    /// <param name="old">The state before; null at a creation.</param>
    public static IReadOnlyList<FieldError> Validate(ResourceType type, JsonObject json, JsonObject? old)
    {
        var errors = new List<FieldError>();
        Metadata(type, json, errors);
        return errors;
    }
}
