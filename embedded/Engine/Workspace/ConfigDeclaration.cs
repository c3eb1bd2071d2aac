using Coder.Infra.Engine.Workspace.Configuration;

namespace Coder.Infra.Engine.Workspace;

/// <summary>An entry of a project's <c>config</c> block.</summary>
internal sealed record ConfigDeclaration
{
    /// <summary>The setting.</summary>
    public required ConfigKey Key { get; init; }

    /// <summary>The type that its value must have; null if none is declared.</summary>
    public ConfigType? Type { get; init; }

    /// <summary><c>default</c> or <c>value</c>; null where the stack must set it.</summary>
    public ConfigNode? Default { get; init; }

    /// <summary>Whether its value must be encrypted; looked at only where a type is declared, as in the official CLI.</summary>
    public bool Secret { get; init; }
}
