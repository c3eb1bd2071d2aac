using System.Collections.Immutable;
using Coder.Infra.Engine.Deployment.Model;

namespace Coder.Infra.Engine.Backend.Checkpoints;

/// <summary>A checkpoint file: the snapshot and the fields around it.</summary>
internal sealed record Checkpoint
{
    /// <summary><c>organization/PROJECT/STACK</c>.</summary>
    public required string Stack { get; init; }

    /// <summary>The state.</summary>
    public Snapshot Snapshot { get; init; } = Snapshot.Empty;

    /// <summary>Who encrypted its secrets; null in the state of a stack that has none so far.</summary>
    public SecretsProvider? Secrets { get; init; }

    /// <summary>The manifest's <c>version</c> and <c>magic</c> (a hash of the version), as the CLI that made the stack wrote them.</summary>
    public (string Magic, string Version) Manifest { get; init; } = ("", "");

    /// <summary>Whether the stack has been deployed to or imported: <c>latest</c> is there.</summary>
    public bool HasDeployment { get; init; }

    /// <summary>Fields beside the known ones, raw JSON by place and name, to be written back.</summary>
    public ImmutableDictionary<string, ImmutableArray<KeyValuePair<string, string>>> Unknown { get; init; } =
        ImmutableDictionary<string, ImmutableArray<KeyValuePair<string, string>>>.Empty;

    /// <summary>How the values that this engine does not hold as precisely were written.</summary>
    public OriginalForms Forms { get; init; } = new();
}

/// <summary><c>secrets_providers</c> of a deployment.</summary>
/// <param name="Type">Such as <c>passphrase</c>.</param>
/// <param name="State">Raw JSON of <c>state</c>.</param>
internal sealed record SecretsProvider(string Type, string State)
{
    /// <summary>The salt of the passphrase provider; null for another one.</summary>
    public string? Salt
    {
        get
        {
            if (Type != "passphrase")
                return null;
            using var state = System.Text.Json.JsonDocument.Parse(State);
            return state.RootElement.TryGetProperty("salt", out var salt) ? salt.GetString() : null;
        }
    }

    /// <summary>The passphrase provider with a salt.</summary>
    public static SecretsProvider Passphrase(string salt)
    {
        var json = new GoJsonWriter();
        json.BeginObject();
        json.Name("salt").String(salt);
        json.EndObject();
        return new SecretsProvider("passphrase", json.ToString());
    }
}
