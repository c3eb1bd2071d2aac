namespace Coder.Infra.Helm.Kube;

/// <summary>Settings of a <see cref="KubeClient"/>.</summary>
public sealed record KubeClientOptions
{
    /// <summary>The limit of one request, retries excluded; watches have none.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(32);

    /// <summary>How often a request is tried again after a connection error or an answer with Retry-After.</summary>
    public int Retries { get; init; } = 4;

    /// <summary>Sent as User-Agent; shows in the cluster's audit log.</summary>
    public string UserAgent { get; init; } = "coder-infra";

    /// <summary>The clock for time limits and pauses between tries.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Called with each warning that the API server attaches to an answer (deprecated versions, unknown fields).</summary>
    public Action<string>? OnWarning { get; init; }
}

/// <summary>How the server treats fields that the kind does not have, see <c>fieldValidation</c> in the Kubernetes API.</summary>
public enum FieldValidation
{
    /// <summary>The server's default: a warning for each.</summary>
    Default,

    /// <summary>Drop them silently.</summary>
    Ignore,

    /// <summary>Drop them, with a warning for each.</summary>
    Warn,

    /// <summary>Refuse the request.</summary>
    Strict,
}

/// <summary>Options of create, replace and patch.</summary>
public sealed record WriteOptions
{
    /// <summary>The name under which the server records who owns the fields.</summary>
    public string? FieldManager { get; init; }

    /// <summary>Take over fields that other managers own (server-side apply only).</summary>
    public bool Force { get; init; }

    /// <summary>Ask the server for the result without storing it.</summary>
    public bool DryRun { get; init; }

    /// <summary>What happens with unknown fields.</summary>
    public FieldValidation FieldValidation { get; init; }

    /// <summary>A subresource to write, for example <c>status</c>.</summary>
    public string? Subresource { get; init; }
}

/// <summary>The four kinds of patch that the API knows.</summary>
public enum PatchKind
{
    /// <summary>RFC 6902: a list of operations.</summary>
    Json,

    /// <summary>RFC 7386: a partial object; null removes.</summary>
    Merge,

    /// <summary>Like merge, but lists of named things are merged by their key. Builtin kinds only.</summary>
    Strategic,

    /// <summary>Server-side apply; needs a field manager.</summary>
    Apply,
}

/// <summary>Options of delete.</summary>
public sealed record DeleteOptions
{
    /// <summary><c>Background</c>, <c>Foreground</c> or <c>Orphan</c>; null for the kind's default.</summary>
    public string? Propagation { get; init; }

    /// <summary>Seconds that a pod is given to end; null for its own setting.</summary>
    public int? GracePeriodSeconds { get; init; }

    /// <summary>Delete only if the object still has this uid.</summary>
    public string? Uid { get; init; }

    /// <summary>Delete only if the object is still at this version.</summary>
    public string? ResourceVersion { get; init; }

    /// <summary>Only ask whether it would work.</summary>
    public bool DryRun { get; init; }
}

/// <summary>Which objects of a collection.</summary>
public sealed record Selection
{
    /// <summary>A label selector, for example <c>owner=helm,name in (a,b)</c>.</summary>
    public string? Labels { get; init; }

    /// <summary>A field selector, for example <c>involvedObject.name=pod-0</c>.</summary>
    public string? Fields { get; init; }

    /// <summary>The exact selection of one object by its name.</summary>
    public static Selection Named(string name) => new() { Fields = $"metadata.name={name}" };
}
