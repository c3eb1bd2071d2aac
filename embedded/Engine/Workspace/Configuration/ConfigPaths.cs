namespace Coder.Infra.Engine.Workspace.Configuration;

/// <summary>Reads and changes values inside of structured settings.</summary>
internal static class ConfigPaths
{
    /// <summary>The value at a path, or null.</summary>
    public static ConfigNode? Get(ConfigNode value, IEnumerable<object> path)
    {
        ConfigNode? at = value;
        foreach (var part in path)
        {
            at = (at, part) switch
            {
                (ConfigObject map, string name) => map.Entries.GetValueOrDefault(name),
                (ConfigArray list, int index) when index < list.Items.Length => list.Items[index],
                _ => null,
            };
        }

        return at;
    }

    /// <summary>The value with another one put at a path; objects and lists are made on the way, a list grows by one at its end.</summary>
    public static ConfigNode Set(ConfigNode? value, IReadOnlyList<object> path, ConfigNode put)
    {
        if (path.Count == 0)
            return put;
        var rest = path.Skip(1).ToArray();
        if (value is ConfigSecret)
            throw new UserErrorException($"cannot set a value inside of a secret value at '{PropertyPath.Text(path)}'");
        if (path[0] is int index)
        {
            var items = value switch
            {
                null => [],
                ConfigArray list => list.Items,
                _ => throw new UserErrorException($"cannot set index {index}: the value there is not a list"),
            };
            if (index > items.Length)
                throw new UserErrorException($"cannot set index {index}: the list has {items.Length} item(s), so the next index is {items.Length}");
            return new ConfigArray(index == items.Length ? items.Add(Set(null, rest, put)) : items.SetItem(index, Set(items[index], rest, put)));
        }

        var name = (string)path[0];
        var entries = value switch
        {
            null => new OrderedDictionary<string, ConfigNode>(),
            ConfigObject map => new OrderedDictionary<string, ConfigNode>(map.Entries),
            _ => throw new UserErrorException($"cannot set '{name}': the value there is not an object"),
        };
        entries[name] = Set(entries.GetValueOrDefault(name), rest, put);
        return new ConfigObject([.. entries]);
    }

    /// <summary>The value without what is at a path; null where there was nothing.</summary>
    public static ConfigNode? Remove(ConfigNode value, IReadOnlyList<object> path)
    {
        switch (value, path[0])
        {
            case (ConfigObject map, string name) when map.Entries.TryGetValue(name, out var entry):
                var entries = new OrderedDictionary<string, ConfigNode>(map.Entries);
                if (path.Count == 1)
                    entries.Remove(name);
                else if (Remove(entry, [.. path.Skip(1)]) is { } rest)
                    entries[name] = rest;
                else
                    return null;
                return new ConfigObject([.. entries]);
            case (ConfigArray list, int index) when index < list.Items.Length:
                if (path.Count == 1)
                    return new ConfigArray(list.Items.RemoveAt(index));
                return Remove(list.Items[index], [.. path.Skip(1)]) is { } item ? new ConfigArray(list.Items.SetItem(index, item)) : null;
            default:
                return null;
        }
    }
}
