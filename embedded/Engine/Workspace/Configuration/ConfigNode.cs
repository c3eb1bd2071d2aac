using System.Collections.Immutable;
using System.Text.Json;
using Coder.Infra.Engine.Workspace.Secrets;

namespace Coder.Infra.Engine.Workspace.Configuration;

/// <summary>A value of a setting: text, boolean or number, list, object; a secret at any depth.</summary>
internal abstract record ConfigNode
{
    /// <summary>Whether it is, or holds, a secret.</summary>
    public bool HasSecrets => this switch
    {
        ConfigSecret => true,
        ConfigObject o => o.Entries.Values.Any(entry => entry.HasSecrets),
        ConfigArray a => a.Items.Any(item => item.HasSecrets),
        _ => false,
    };

    /// <summary>Whether it is a list or an object.</summary>
    public bool IsStructured => this is ConfigObject or ConfigArray;

    /// <summary>The value with secrets decrypted.</summary>
    public ConfigNode Decrypt(IValueCipher cipher) => Map(secret => new ConfigScalar(cipher.Decrypt(secret.Ciphertext)));

    /// <summary>The value with secrets masked.</summary>
    public ConfigNode Mask() => Map(_ => new ConfigScalar("[secret]"));

    /// <summary>The value with each secret replaced.</summary>
    public ConfigNode Map(Func<ConfigSecret, ConfigNode> replace) => this switch
    {
        ConfigSecret secret => replace(secret),
        ConfigObject o => new ConfigObject([.. o.Entries.Select(entry => KeyValuePair.Create(entry.Key, entry.Value.Map(replace)))]),
        ConfigArray a => new ConfigArray([.. a.Items.Select(item => item.Map(replace))]),
        _ => this,
    };

    /// <summary>The text a program is given: scalars as written, lists and objects as JSON. Secrets must have been replaced.</summary>
    public string ToText() => this is ConfigScalar scalar ? scalar.Text : ToJson();

    /// <summary>As JSON; a secret as <c>{"secure": ciphertext}</c>.</summary>
    public string ToJson()
    {
        var writer = new GoJsonWriter(escapeHtml: true);
        WriteTo(writer);
        return writer.ToString();
    }

    /// <summary>Writes the value as JSON.</summary>
    public void WriteTo(GoJsonWriter json)
    {
        switch (this)
        {
            case ConfigSecret secret:
                json.BeginObject();
                json.Name("secure").String(secret.Ciphertext);
                json.EndObject();
                break;
            case ConfigObject o:
                json.BeginObject();
                foreach (var (name, value) in o.Entries.OrderBy(entry => entry.Key, StringComparer.Ordinal))
                    value.WriteTo(json.Name(name));
                json.EndObject();
                break;
            case ConfigArray a:
                json.BeginArray();
                foreach (var item in a.Items)
                    item.WriteTo(json);
                json.EndArray();
                break;
            case ConfigScalar { Kind: ScalarKind.Text } text:
                json.String(text.Text);
                break;
            case ConfigScalar scalar:
                json.Raw(scalar.Kind == ScalarKind.Null ? "null" : scalar.Text);
                break;
        }
    }

    /// <summary>A value out of JSON.</summary>
    public static ConfigNode FromJson(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object when json.EnumerateObject().Take(2).ToArray() is [{ Name: "secure", Value.ValueKind: JsonValueKind.String } only] =>
            new ConfigSecret(only.Value.GetString()!),
        JsonValueKind.Object => new ConfigObject([.. json.EnumerateObject().Select(field => KeyValuePair.Create(field.Name, FromJson(field.Value)))]),
        JsonValueKind.Array => new ConfigArray([.. json.EnumerateArray().Select(FromJson)]),
        JsonValueKind.String => new ConfigScalar(json.GetString()!),
        JsonValueKind.True => new ConfigScalar("true", ScalarKind.Bool),
        JsonValueKind.False => new ConfigScalar("false", ScalarKind.Bool),
        JsonValueKind.Null => new ConfigScalar("", ScalarKind.Null),
        _ => new ConfigScalar(json.GetRawText(), ScalarKind.Number),
    };
}

/// <summary>What a scalar is.</summary>
internal enum ScalarKind
{
    Text,
    Bool,
    Number,
    Null,
}

/// <summary>A text, or a boolean or number as written.</summary>
internal sealed record ConfigScalar(string Text, ScalarKind Kind = ScalarKind.Text) : ConfigNode;

/// <summary>An encrypted text.</summary>
internal sealed record ConfigSecret(string Ciphertext) : ConfigNode;

/// <summary>An object; entries keep their order.</summary>
internal sealed record ConfigObject : ConfigNode
{
    public ConfigObject(ImmutableArray<KeyValuePair<string, ConfigNode>> entries) =>
        Entries = new OrderedDictionary<string, ConfigNode>(entries, StringComparer.Ordinal);

    public OrderedDictionary<string, ConfigNode> Entries { get; }
}

/// <summary>A list.</summary>
internal sealed record ConfigArray(ImmutableArray<ConfigNode> Items) : ConfigNode;
