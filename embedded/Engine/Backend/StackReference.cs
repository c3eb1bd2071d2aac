using System.Text.RegularExpressions;
using Coder.Infra.Engine.Workspace;

namespace Coder.Infra.Engine.Backend;

/// <summary>A stack of a file backend, where the organization is always <c>organization</c>.</summary>
internal readonly partial record struct StackReference(string Project, string Name)
{
    /// <summary><c>organization/PROJECT/STACK</c>.</summary>
    public string FullName => $"organization/{Project}/{Name}";

    /// <summary>Reads <c>STACK</c>, <c>PROJECT/STACK</c> or <c>organization/PROJECT/STACK</c>.</summary>
    public static StackReference Parse(string text, string project)
    {
        var parts = text.Split('/');
        var reference = parts switch
        {
            [var name] => new StackReference(project, name),
            ["organization", var name] => new StackReference(project, name),
            ["organization", var owner, var name] => new StackReference(owner, name),
            [var owner, var name] => new StackReference(owner, name),
            [var organization, _, _] => throw new UserErrorException($"the organization of '{text}' is '{organization}', but a file backend has only 'organization'"),
            _ => throw new UserErrorException($"could not parse stack name '{text}'; write STACK or organization/PROJECT/STACK"),
        };
        return Valid().IsMatch(reference.Name)
            ? reference
            : throw new UserErrorException($"a stack name may only contain alphanumeric, hyphens, underscores, or periods, and at most 100 of them: '{reference.Name}' is not one");
    }

    /// <summary>How it is shown beside a project: the short name within it.</summary>
    public string Display(string? project) => Project == project ? Name : FullName;

    [GeneratedRegex("^[A-Za-z0-9_.-]{1,100}$")]
    private static partial Regex Valid();
}
