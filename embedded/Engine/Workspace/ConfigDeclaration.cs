using Coder.Infra.Engine.Workspace.Configuration;

namespace Coder.Infra.Engine.Workspace;

/// <summary>An entry of a project's <c>config</c> block.</summary>
internal sealed record ConfigDeclaration
{
    /// <summary>The setting.</summary>
    public required ConfigKey Key { get; init; }

    /// <summary><c>type</c>: string, boolean, integer, number, array or object; empty if not declared.</summary>
    public string Type { get; init; } = "";

    /// <summary><c>default</c> or <c>value</c>.</summary>
    public ConfigNode? Default { get; init; }

    /// <summary>Whether its value is secret.</summary>
    public bool Secret { get; init; }

    /// <summary>Whether a stack must set it: a type is declared and no default.</summary>
    public bool Required => Type.Length > 0 && Default is null;
}
