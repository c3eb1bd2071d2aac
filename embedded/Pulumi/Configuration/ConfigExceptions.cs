namespace Pulumi;

/// <summary>A setting that the program needs is not there.</summary>
internal sealed class ConfigMissingException(string key, bool secret) : RunException(
    $"Missing required setting '{key}'. Set it with: pulumi config set {(secret ? "--secret " : "")}{key} <value>");

/// <summary>A setting has a value of the wrong kind; a secret one is not shown.</summary>
internal sealed class ConfigTypeException(string key, string? value, string expected, Exception? cause = null) : RunException(
    $"Setting '{key}'{(value is null ? "" : $" '{value}'")} is not a valid {expected}. Set it with: pulumi config set {key} <value>", cause);
