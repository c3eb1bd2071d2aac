using Coder.Infra.Sandbox.Kubernetes.Resources;

namespace Coder.Infra.Sandbox.Kubernetes.Schema;

/// <summary>
/// The types of the built-in kinds, read from the tables <c>*.schema.txt</c>. A line <c>type Name</c> opens a type
/// (<c>kind=GROUP/VERSION</c> for each place it is a kind of; <c>atomic</c> when it has one owner as a whole);
/// <c>  field Type</c> follows for each field, <c>[T]</c> a list, <c>{T}</c> a map, with
/// <c>always=JSON</c> for fields that Go's encoder never leaves out,
/// <c>pointer</c> for strings whose "" is a value and <c>zero</c> for numbers and booleans whose zero value counts as not given,
/// <c>map=K1,K2</c>, <c>set</c> or <c>atomic</c> for server-side apply and <c>merge=K</c> or <c>merge</c> for strategic merge patch.
/// </summary>
internal sealed class SchemaSet
{
    static readonly Dictionary<string, TypeSchema> Primitives = new()
    {
        ["string"] = new(Shape.String) { ZeroIsUnset = true },
        ["int32"] = new(Shape.Int32),
        ["int64"] = new(Shape.Int64),
        ["number"] = new(Shape.Number),
        ["bool"] = new(Shape.Boolean),
        ["time"] = new(Shape.Time),
        ["microTime"] = new(Shape.MicroTime),
        ["bytes"] = new(Shape.Bytes),
        ["quantity"] = new(Shape.Quantity),
        ["intOrString"] = new(Shape.IntOrString),
        ["any"] = TypeSchema.Any,
    };

    readonly Dictionary<string, TypeSchema> _types = [];
    readonly Dictionary<(string ApiVersion, string Kind), TypeSchema> _kinds = [];

    public static SchemaSet ReadEmbedded()
    {
        var set = new SchemaSet();
        var lines = new List<string>();
        foreach (var table in EmbeddedText.Names(".schema.txt"))
        {
            foreach (var line in EmbeddedText.Lines(table).Where(l => l.Length > 0))
            {
                lines.Add(line);
                if (line.StartsWith("type ")) set.Declare(line.Split(' '), table.Split('.')[0]);
            }
        }
        TypeSchema current = TypeSchema.Any;
        foreach (var line in lines)
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words[0] == "type" && line[0] != ' ') current = set._types[words[1]];
            else current.Fields[words[0]] = set.Field(words);
        }
        return set;
    }

    public IEnumerable<TypeSchema> Types => _types.Values;

    public TypeSchema Metadata => _types["ObjectMeta"];

    public TypeSchema Named(string name) => _types[name];

    public TypeSchema Find(string apiVersion, string kind) => _kinds.GetValueOrDefault((apiVersion, kind), TypeSchema.Untyped);

    void Declare(string[] words, string table)
    {
        var kinds = words.Where(w => w.StartsWith("kind=")).Select(w => w[5..]).ToList();
        var type = new TypeSchema(Shape.Struct) { Name = words[1], Atomic = words.Contains("atomic"), KindOf = kinds, Table = table };
        if (kinds.Count > 0)
        {
            type.Fields["apiVersion"] = Primitives["string"];
            type.Fields["kind"] = Primitives["string"];
        }
        _types.Add(type.Name, type);
        foreach (var apiVersion in kinds) _kinds[(apiVersion, type.GoName)] = type;
    }

    TypeSchema Field(string[] words)
    {
        var type = Parse(words[1]);
        foreach (var word in words.Skip(2))
        {
            var (option, value) = word.Split('=', 2) is [var o, var v] ? (o, v) : (word, null);
            type = (option, value) switch
            {
                ("map", { } keys) => type with { ListType = ListType.Map, Keys = keys.Split(',') },
                ("set", _) => type with { ListType = ListType.Set },
                ("atomic", _) => type with { Atomic = true },
                ("granular", _) => type with { Atomic = false },
                ("merge", { } key) => type with { MergeKey = key },
                ("merge", _) => type with { MergesPrimitives = true },
                ("default", { } text) => type with { Default = text.Trim('"') },
                ("always", "null") => type with { AlwaysNull = true },
                ("always", { } zero) => type with { Always = Json.Parse(zero) },
                ("pointer", _) => type with { ZeroIsUnset = false },
                ("zero", _) => type with { ZeroIsUnset = true },
                ("retainKeys", _) or ("patch", _) => type,
                _ => throw new InvalidOperationException($"The schema tables have an unknown option: {word}."),
            };
        }
        return type;
    }

    TypeSchema Parse(string text) => text[0] switch
    {
        '[' => TypeSchema.ListOf(Parse(text[1..^1])),
        '{' => TypeSchema.MapOf(Parse(text[1..^1])),
        _ => Primitives.GetValueOrDefault(text) ?? _types[text],
    };
}
