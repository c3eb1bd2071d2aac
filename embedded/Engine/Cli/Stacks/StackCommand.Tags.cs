using Coder.Infra.Engine.Backend;
using Coder.Infra.Engine.Cli.Parsing;
using Coder.Infra.Engine.Display.Text;
using Coder.Infra.Engine.Workspace;

namespace Coder.Infra.Engine.Cli.Stacks;

internal static partial class StackCommand
{
    private static Command TagCommand => new("tag", "Manage stack tags")
    {
        Commands =
        [
            new("ls", "List all stack tags") { Aliases = ["list"], Run = ListTagsAsync, Flags = [Flag.Switch("json", "Emit output as JSON", 'j')] },
            new("get", "Get a single stack tag value") { Arguments = "<name>", Count = (1, 1), Run = GetTagAsync },
            new("set", "Set a stack tag") { Arguments = "<name> <value>", Count = (2, 2), Run = SetTagAsync },
            new("rm", "Remove a stack tag") { Aliases = ["remove", "delete"], Arguments = "<name>", Count = (1, 1), Run = RemoveTagAsync },
        ],
    };

    private static Task<int> ListTagsAsync(Invocation invocation)
    {
        var tags = StackTags.Read(Tagged(invocation));
        if (!invocation.Flags.Switch("json"))
        {
            Table.Write(invocation.Out, ["NAME", "VALUE"], tags.Select(tag => new[] { tag.Key, tag.Value }));
            return Task.FromResult(0);
        }

        var json = new GoJsonWriter("  ");
        json.BeginObject();
        foreach (var (name, value) in tags)
            json.Name(name).String(value);
        json.EndObject();
        invocation.Out.WriteLine(json);
        return Task.FromResult(0);
    }

    private static Task<int> GetTagAsync(Invocation invocation)
    {
        var (files, name) = (Tagged(invocation), invocation.Arguments[0]);
        invocation.Out.WriteLine(StackTags.Read(files).GetValueOrDefault(name)
            ?? throw new UserErrorException($"stack tag '{name}' not found for stack '{files.Stack.Name}'"));
        return Task.FromResult(0);
    }

    private static Task<int> SetTagAsync(Invocation invocation)
    {
        var (files, name, value) = (Tagged(invocation), invocation.Arguments[0], invocation.Arguments[1]);
        if (name.Length is 0 or > 40 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or ':'))
            throw new UserErrorException($"invalid stack tag name \"{name}\": it has 1 to 40 letters, digits, hyphens, underscores, periods and colons");
        if (value.Length > 256)
            throw new UserErrorException($"the value of stack tag '{name}' has {value.Length} characters; at most 256 are allowed");
        StackTags.Write(files, StackTags.Read(files).SetItem(name, value));
        return Task.FromResult(0);
    }

    private static Task<int> RemoveTagAsync(Invocation invocation)
    {
        var files = Tagged(invocation);
        StackTags.Write(files, StackTags.Read(files).Remove(invocation.Arguments[0]));
        return Task.FromResult(0);
    }

    /// <summary>Whether a stack has the tag that <c>stack ls --tag NAME[=VALUE]</c> asks for.</summary>
    private static bool HasTag(StackFiles files, string wanted)
    {
        var parts = wanted.Split('=', 2);
        return StackTags.Read(files).TryGetValue(parts[0], out var value) && (parts.Length == 1 || parts[1] == value);
    }

    private static StackFiles Tagged(Invocation invocation)
    {
        var context = StackContext.Current(invocation);
        context.Store.RequireExists();
        return context.Store.Files;
    }
}
