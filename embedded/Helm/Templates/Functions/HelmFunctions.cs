using Coder.Infra.Helm.Templates.Formatting;
using Coder.Infra.Helm.Templates.Time;
using Coder.Infra.Helm.Templates.Types;
using Coder.Infra.Helm.Yaml;
using Map = System.Collections.Generic.Dictionary<string, object?>;

namespace Coder.Infra.Helm.Templates.Functions;

/// <summary>What Helm adds to Sprig: other formats, other templates, the cluster.</summary>
internal static class HelmFunctions
{
    /// <summary>Values nested deeper are written on a stack of their own.</summary>
    private const int UsualDepth = 100;

    public static TemplateFunction? Find(string name) => name switch
    {
        "include" => Fn.In(name, (CallContext c, string name, object? data) => c.Include(name, Value.Of(data))),
        "tpl" => Fn.In(name, (CallContext c, string text, object? data) => c.Tpl(text, Value.Of(data))),
        "required" => Fn.In(name, (CallContext c, string message, object? value) => c.Required(message, value)),
        "fail" => Fn.In(name, (CallContext c, string message) => c.Fail(message)),
        "lookup" => Fn.In(name, (CallContext c, string apiVersion, string kind, string @namespace, string name) => c.Lookup(apiVersion, kind, @namespace, name)),
        "getHostByName" => Fn.Of(name, (string _) => ""),
        "toYaml" => Fn.In(name, (CallContext c, object? v) => TryWrite(c, v, YamlText.Marshal)),
        "toYamlPretty" => Fn.In(name, (CallContext c, object? v) => TryWrite(c, v, YamlText.MarshalPretty, PlainForm.Yaml)),
        "fromYaml" => Fn.Of(name, (string text) => ReadMap(() => YamlText.UnmarshalMap(text) ?? [])),
        "fromYamlArray" => Fn.Of(name, (string text) => ReadList(() => YamlText.UnmarshalList(text) ?? [])),
        "toJson" => Fn.In(name, (CallContext c, object? v) => TryWrite(c, v, value => GoJson.Marshal(value))),
        "mustToJson" => Fn.In(name, (CallContext c, object? v) => Write(c, v, value => GoJson.Marshal(value))),
        "toPrettyJson" => Fn.In(name, (CallContext c, object? v) => TryWrite(c, v, value => GoJson.MarshalIndent(value))),
        "mustToPrettyJson" => Fn.In(name, (CallContext c, object? v) => Write(c, v, value => GoJson.MarshalIndent(value))),
        "toRawJson" or "mustToRawJson" => Fn.In(name, (CallContext c, object? v) => Write(c, v, value => GoJson.Marshal(value, escapeHtml: false))),
        "toToml" => Fn.In(name, (CallContext c, object? v) => WriteToml(c, v)),
        "fromToml" => Fn.Of(name, (string text) => ReadMap(() => WithTimes(TomlText.Unmarshal(text)) as Map)),
        "fromJson" => Fn.Of(name, (string text) => ReadMap(() => GoJson.UnmarshalMap(text))),
        "fromJsonArray" => Fn.Of(name, (string text) => ReadList(() => GoJson.UnmarshalList(text))),
        "mustFromJson" => Fn.Of(name, (string text) => GoJson.Unmarshal(text)),
        _ => null,
    };

    private static string Write(CallContext context, object? value, Func<object?, string> marshal, PlainForm form = PlainForm.Json)
    {
        object? plain = GoValues.ToPlain(value, context.Limits.Limits.ValueDepth, form);
        string text = StackGuard.HasRoom && !GoValues.IsDeeper(plain, UsualDepth) ? marshal(plain) : StackGuard.OnNewStack(() => marshal(plain));
        return text.EndsWith('\n') ? text[..^1] : text;
    }

    /// <summary>What cannot be written is an empty text.</summary>
    private static string TryWrite(CallContext context, object? value, Func<object?, string> marshal, PlainForm form = PlainForm.Json)
    {
        try
        {
            return Write(context, value, marshal, form);
        }
        catch (Exception e) when (e is FunctionException or GoJsonException or YamlException)
        {
            return "";
        }
    }

    /// <summary>What cannot be written is the reason, but for nil, over which the library panics.</summary>
    private static string WriteToml(CallContext context, object? value)
    {
        switch (value)
        {
            case null: throw new FunctionException("reflect: call of reflect.Value.Type on zero Value");
            case NilMap: return "";
            case not null when GoValues.IsNil(value): return "[]";
        }
        try
        {
            return TomlText.Marshal(GoValues.ToPlain(value, context.Limits.Limits.ValueDepth, PlainForm.Toml));
        }
        catch (Exception e) when (e is FunctionException or TomlException)
        {
            return e.Message;
        }
    }

    /// <summary>The document with the times of templates in place of TOML's.</summary>
    private static object? WithTimes(object? value)
    {
        switch (value)
        {
            case TomlTime time:
                return GoTime.OfToml(time);
            case Map map:
                foreach (string key in map.Keys.ToList())
                    map[key] = WithTimes(map[key]);
                return map;
            case List<object?> list:
                for (int i = 0; i < list.Count; i++)
                    list[i] = WithTimes(list[i]);
                return list;
            default:
                return value;
        }
    }

    /// <summary>What cannot be read is a map with the reason under "Error".</summary>
    private static Map ReadMap(Func<Map?> read)
    {
        try
        {
            return read() ?? NilMap.Instance;
        }
        catch (Exception e) when (e is GoJsonException or YamlException or TomlException)
        {
            var map = (e as GoJsonException)?.Partial as Map ?? [];
            map["Error"] = e.Message;
            return map;
        }
    }

    private static List<object?> ReadList(Func<List<object?>?> read)
    {
        try
        {
            return read() ?? NilList.Instance;
        }
        catch (Exception e) when (e is GoJsonException or YamlException)
        {
            return [e.Message];
        }
    }
}
