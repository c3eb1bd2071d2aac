using Coder.Infra.Engine.Deployment;
using Coder.Infra.Engine.Deployment.Model;

namespace Coder.Infra.Engine.Cli.Stacks;

/// <summary>The resources of a stack as a tree of types beside their names, as recorded in <c>stack.txt</c>.</summary>
internal static class ResourceTree
{
    public static void Write(TextWriter output, IReadOnlyList<ResourceState> resources, bool showUrns, bool showIds)
    {
        var urns = resources.Select(state => state.Urn).ToHashSet();
        var roots = resources.Where(state => state.Parent.Length == 0 || !urns.Contains(state.Parent)).ToList();
        var stack = roots.Find(state => state.Type == Urn.StackType);
        var children = resources.Where(state => state.Parent.Length > 0).ToLookup(state => state.Parent);
        var rows = new List<(string Type, string Name, string Below, ResourceState State)>();
        if (stack is not null)
            Add(stack, "", "", [.. children[stack.Urn], .. roots.Where(state => state != stack)]);
        else
            roots.ForEach(root => Add(root, "", "", [.. children[root.Urn]]));

        var width = rows.Select(row => row.Type.Length).Append(4).Max();
        output.WriteLine($"    {"TYPE".PadRight(width)}  NAME");
        foreach (var (type, name, rest, state) in rows)
        {
            output.WriteLine($"    {type.PadRight(width)}  {name}");
            if (showUrns)
                output.WriteLine($"    {rest}   URN: {state.Urn}");
            if (showIds && state.Id.Length > 0)
                output.WriteLine($"    {rest}   ID: {state.Id}");
        }

        void Add(ResourceState state, string own, string below, ResourceState[] under)
        {
            rows.Add((own + state.Type, Urn.Name(state.Urn), below, state));
            for (var i = 0; i < under.Length; i++)
            {
                var last = i == under.Length - 1;
                Add(under[i], below + (last ? "└─ " : "├─ "), below + (last ? "   " : "│  "), [.. children[under[i].Urn]]);
            }
        }
    }
}
