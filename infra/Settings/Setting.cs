using System.Collections.Immutable;

namespace Coder.Infra.Settings;

/// <summary>What a setting holds.</summary>
public enum SettingType
{
    /// <summary>A text.</summary>
    String,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Boolean,

    /// <summary>A list of texts.</summary>
    List,

    /// <summary>Named parts, each a setting of its own.</summary>
    Object,
}

/// <summary>One setting, or a part of one: what <see cref="SettingsCatalog"/> lists.</summary>
/// <param name="Name">Name, without <c>coder-infra:</c>; of a part, the name within its object.</param>
/// <param name="Type">What it holds.</param>
/// <param name="Description">What it means: a phrase without a full stop, in which <c>`</c> marks code.</param>
public sealed record Setting(string Name, SettingType Type, string Description)
{
    /// <summary>The value that is used when it is unset, as a stack file holds it; null where there is none.</summary>
    public string? Default { get; init; }

    /// <summary>In words, what is used when it is unset and <see cref="Default"/> does not say it.</summary>
    public string? Otherwise { get; init; }

    /// <summary>The kinds of stacks that use it.</summary>
    public ImmutableArray<StackKind> Kinds { get; init; } = StackKind.All;

    /// <summary>Whether every stack of its kinds must set it.</summary>
    public bool Required { get; init; }

    /// <summary>Whether it must be set with <c>--secret</c>.</summary>
    public bool Secret { get; init; }

    /// <summary>A value, as written after <c>pulumi config set NAME</c>.</summary>
    public string? Example { get; init; }

    /// <summary>The values it may have, where they are few.</summary>
    public ImmutableArray<string> Values { get; init; } = [];

    /// <summary>Parts of an object; none where any may be given.</summary>
    public ImmutableArray<Setting> Parts { get; init; } = [];
}
