using System.Collections;
using System.Globalization;

namespace Coder.Infra.Helm.Yaml;

/// <summary>Drives the emitter over a value as go-yaml's encoder does.</summary>
internal static class YamlWriter
{
    private const int MaxDepth = 1000;
    private const int MaxKeyLength = 1024;

    public static string Write(object? value, bool pretty)
    {
        var emitter = new YamlEmitter(indentLists: pretty, width: pretty ? -1 : 80);
        new Run(emitter, pretty).Value(value, 0);
        return emitter.Finish();
    }

    private readonly struct Run(YamlEmitter emitter, bool pretty)
    {
        public void Value(object? value, int depth)
        {
            if (depth > MaxDepth)
                throw new YamlException("json: unsupported value: encountered a cycle");
            switch (value)
            {
                case null: emitter.Scalar("null", YamlStyle.Plain); break;
                case TomlTime time when pretty: emitter.Scalar((string)time.ToJson()!, YamlStyle.Plain); break;
                case IGoJsonValue other: Value(other.ToJson(), depth + 1); break;
                case string s: Text(s); break;
                case bool b: emitter.Scalar(b ? "true" : "false", YamlStyle.Plain); break;
                case double d: emitter.Scalar(Float(d), YamlStyle.Plain); break;
                case float f: emitter.Scalar(Float(f), YamlStyle.Plain); break;
                case long or int or nint or nuint or uint or ulong or short or ushort or byte or sbyte:
                    emitter.Scalar(((IFormattable)value).ToString(null, CultureInfo.InvariantCulture), YamlStyle.Plain);
                    break;
                case byte[] bytes when !pretty: Text(Convert.ToBase64String(bytes)); break;
                case Dictionary<string, object?> map: Map(map, depth); break;
                case GoStruct fields when pretty: Fields(fields, depth); break;
                case GoStruct fields: Map(new Dictionary<string, object?>(fields.Fields), depth); break;
                case System.Numerics.Complex when pretty: throw new NotSupportedException("cannot marshal type: complex128");
                case IDictionary map: Map(StringKeys(map), depth); break;
                case IEnumerable list: List(list, depth); break;
                default: throw new YamlException("error marshaling into JSON: json: unsupported type: " + (value is System.Numerics.Complex ? "complex128" : value.GetType().Name));
            }
        }

        private void Map(Dictionary<string, object?> map, int depth)
        {
            emitter.StartMapping(map.Count == 0);
            var keys = new string[map.Count];
            map.Keys.CopyTo(keys, 0);
            Array.Sort(keys, pretty ? YamlKeyOrder.V3 : YamlKeyOrder.V2);
            foreach (string key in keys)
            {
                CheckKey(key);
                emitter.BeginKey(key, StyleOf(key));
                Value(map[key], depth + 1);
            }
            emitter.EndMapping();
        }

        private void Fields(GoStruct fields, int depth)
        {
            emitter.StartMapping(fields.Fields.Count == 0);
            foreach (var (name, value) in fields.Fields)
            {
                emitter.BeginKey(name, StyleOf(name));
                Value(value, depth + 1);
            }
            emitter.EndMapping();
        }

        private void List(IEnumerable list, int depth)
        {
            var items = list.Cast<object?>().ToList();
            emitter.StartSequence(items.Count == 0);
            foreach (object? item in items)
            {
                emitter.BeginItem();
                Value(item, depth + 1);
            }
            emitter.EndSequence();
        }

        private void Text(string text)
        {
            text = Fold(text);
            Check(text);
            emitter.Scalar(text, StyleOf(text));
        }

        private YamlStyle StyleOf(string text)
        {
            Check(text);
            if (text.Contains('\n', StringComparison.Ordinal))
                return YamlStyle.Literal;
            var (type, _) = YamlResolver.Resolve(text);
            return type == YamlScalarType.Text && !IsBase60(text) ? YamlStyle.Plain : YamlStyle.DoubleQuoted;
        }

        // The library writes JSON and reads it as YAML, to which U+0085 is a line break: the line is folded.
        private string Fold(string text) => pretty || !text.Contains('\u0085', StringComparison.Ordinal) ? text : YamlBlanks.FoldNextLines(text);

        // A key must be on one line and not too long.
        private void CheckKey(string key)
        {
            if (pretty)
                return;
            if (key.Contains('\u0085', StringComparison.Ordinal))
                throw new YamlException("yaml: line 1: did not find expected ',' or '}'");
            if (key.Length > MaxKeyLength - 2)
                throw new YamlException("yaml: could not find expected ':'");
        }

        // And YAML refuses what JSON lets pass unescaped.
        private void Check(string text)
        {
            if (pretty)
                return;
            foreach (char c in text)
                if (c is >= '\u007f' and <= '\u009f' and not '\u0085' or '\ufffe' or '\uffff')
                    throw new YamlException("yaml: control characters are not allowed");
        }

        private string Float(double value)
        {
            if (pretty)
                return double.IsFinite(value) ? GoFloat.Shortest(value) : double.IsNaN(value) ? ".nan" : value > 0 ? ".inf" : "-.inf";
            if (!double.IsFinite(value))
                throw new YamlException("error marshaling into JSON: json: unsupported value: " + GoFloat.Shortest(value));
            // What JSON writes without point and exponent is read back as an integer, if 64 bits hold it.
            if (value != Math.Floor(value) || value >= 18446744073709551616.0 || value <= -9223372036854775808.0)
                return GoFloat.Shortest(value);
            string text = GoJsonWriter.FormatFloat(value);
            return text == "-0" ? "0" : text;
        }

        private static Dictionary<string, object?> StringKeys(IDictionary map)
        {
            var result = new Dictionary<string, object?>(map.Count);
            foreach (DictionaryEntry entry in map)
                result[Convert.ToString(entry.Key, CultureInfo.InvariantCulture)!] = entry.Value;
            return result;
        }
    }

    /// <summary>Numbers of base 60 (1:30) are not read any more, but older readers would, so they are quoted.</summary>
    private static bool IsBase60(string text)
    {
        if (!text.Contains(':', StringComparison.Ordinal))
            return false;
        int at = text[0] is '+' or '-' ? 1 : 0;
        if (at >= text.Length || !char.IsAsciiDigit(text[at]))
            return false;
        while (at < text.Length && (char.IsAsciiDigit(text[at]) || text[at] == '_'))
            at++;
        int groups = 0;
        while (at < text.Length && text[at] == ':')
        {
            at++;
            if (at + 1 < text.Length && text[at] is >= '0' and <= '5' && char.IsAsciiDigit(text[at + 1]))
                at++;
            if (at >= text.Length || !char.IsAsciiDigit(text[at]))
                return false;
            at++;
            groups++;
        }
        if (groups > 0 && at < text.Length && text[at] == '.')
        {
            at++;
            while (at < text.Length && (char.IsAsciiDigit(text[at]) || text[at] == '_'))
                at++;
        }
        return groups > 0 && at == text.Length;
    }
}
