using System.Collections.Immutable;

namespace Pulumi;

/// <summary>
/// A class whose properties marked <see cref="InputAttribute"/> are handed to a resource, a function or a nested object.
/// </summary>
public abstract class InputArgs
{
    private protected abstract void ValidateMember(Type memberType, string fullName);

    /// <summary>The values by their names on the wire, before outputs are awaited.</summary>
    internal virtual IEnumerable<InputMember> Members() => InputMembers.Read(this, ValidateMember);
}

/// <summary>What a resource takes, and what stands inside of it; values may be outputs.</summary>
public abstract class ResourceArgs : InputArgs
{
    /// <summary>No arguments.</summary>
    public static readonly ResourceArgs Empty = new EmptyResourceArgs();

    private protected override void ValidateMember(Type memberType, string fullName)
    {
        if (!typeof(IInput).IsAssignableFrom(memberType))
            throw new InvalidOperationException($"{fullName} is marked [Input] but is a {memberType.Name}; arguments of a resource must be Input<>, InputList<> or InputMap<>.");
    }

    private sealed class EmptyResourceArgs : ResourceArgs;
}

/// <summary>What a function takes; values are plain.</summary>
public abstract class InvokeArgs : InputArgs
{
    /// <summary>No arguments.</summary>
    public static readonly InvokeArgs Empty = new EmptyInvokeArgs();

    private protected override void ValidateMember(Type memberType, string fullName)
    {
    }

    private sealed class EmptyInvokeArgs : InvokeArgs;
}

/// <summary>What a method of a component takes; values may be outputs.</summary>
public abstract class CallArgs : InputArgs
{
    /// <summary>No arguments.</summary>
    public static readonly CallArgs Empty = new EmptyCallArgs();

    private protected override void ValidateMember(Type memberType, string fullName)
    {
    }

    private sealed class EmptyCallArgs : CallArgs;
}

/// <summary>Arguments of a resource by name, for a caller that knows them only while it runs.</summary>
public sealed class DictionaryResourceArgs(ImmutableDictionary<string, object?> dictionary) : ResourceArgs
{
    internal override IEnumerable<InputMember> Members() => dictionary.Select(entry => new InputMember(entry.Key, entry.Value, Json: false));
}

/// <summary>Arguments of a function by name, for a caller that knows them only while it runs.</summary>
public sealed class DictionaryInvokeArgs(ImmutableDictionary<string, object?> dictionary) : InvokeArgs
{
    internal override IEnumerable<InputMember> Members() => dictionary.Select(entry => new InputMember(entry.Key, entry.Value, Json: false));
}
