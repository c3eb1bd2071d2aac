using System.Text;
using Coder.Infra.Helm.Templates.Formatting;
using Coder.Infra.Helm.Templates.Types;

namespace Coder.Infra.Helm.Templates.Functions;

/// <summary>The functions of Go's text/template itself.</summary>
internal static partial class Builtins
{
    public static TemplateFunction? Find(string name) => name switch
    {
        "and" => new(name, [GoType.ReflectValue, GoType.ReflectValue], true, (_, a) => a[^1]) { Form = FunctionForm.And },
        "or" => new(name, [GoType.ReflectValue, GoType.ReflectValue], true, (_, a) => a[^1]) { Form = FunctionForm.Or },
        "call" => new(name, [GoType.ReflectValue, GoType.ReflectValue], true, (_, a) => a[0]) { Form = FunctionForm.Call },
        "not" => Fn.Of(name, (Value value) => !GoValues.IsTrue(value.Item)),
        "index" => Fn.Variadic(name, (Value item, Value[] indexes) => Index(item, indexes)),
        "len" => Fn.Of(name, (Value item) => Length(item)),
        "print" => new(name, [GoType.Any], true, (c, a) => Value.Of(GoPrinter.Sprint(c, Items(a)))),
        "println" => new(name, [GoType.Any], true, (c, a) => Value.Of(GoPrinter.Sprintln(c, Items(a)))),
        "printf" => new(name, [GoType.String, GoType.Any], true,
            (c, a) => Value.Of(GoPrinter.Sprintf(c, (string)a[0].Item!, Items(a[1..])))),
        "html" => new(name, [GoType.Any], true, (c, a) => Value.Of(Escape(c, a, HtmlEscape))),
        "js" => new(name, [GoType.Any], true, (c, a) => Value.Of(Escape(c, a, JsEscape))),
        "urlquery" => new(name, [GoType.Any], true, (c, a) => Value.Of(Escape(c, a, UrlQueryEscape))),
        "eq" => Fn.Variadic(name, (Value first, Value[] others) => Equal(first, others)),
        "ne" => Fn.Of(name, (Value a, Value b) => !Equal(a, [b])),
        "lt" => Fn.Of(name, (Value a, Value b) => Less(a, b)),
        "le" => Fn.Of(name, (Value a, Value b) => LessOrEqual(a, b)),
        "gt" => Fn.Of(name, (Value a, Value b) => !LessOrEqual(a, b)),
        "ge" => Fn.Of(name, (Value a, Value b) => !Less(a, b)),
        _ => null,
    };

    /// <summary>The arguments as objects.</summary>
    internal static object?[] Items(ReadOnlySpan<Value> arguments)
    {
        var items = new object?[arguments.Length];
        for (int i = 0; i < items.Length; i++)
            items[i] = arguments[i].Item;
        return items;
    }

    private static Value Index(Value item, Value[] indexes)
    {
        item = item.Unwrapped;
        if (!item.IsValid)
            throw new FunctionException("index of untyped nil");
        foreach (var wrapped in indexes)
        {
            object? index = wrapped.Item;
            if (item.Item == null)
                throw new FunctionException("index of nil pointer");
            object container = item.Item is GoPointer pointer ? pointer.Target : item.Item;
            if (container is string text)
            {
                byte[] bytes = GoString.ToBytes(text);
                int at = IndexArgument(index, bytes.Length);
                item = at < bytes.Length ? Value.Of(bytes[at]) : throw new FunctionException("reflect: string index out of range");
            }
            else if (Lists.TryGet(container, out var items))
            {
                int at = IndexArgument(index, items.Count);
                item = at < items.Count ? Lists.Element(items, at) : throw new FunctionException("reflect: slice index out of range");
            }
            else if (Maps.IsMap(container))
            {
                string key = index switch
                {
                    string name => name,
                    null => throw new FunctionException("value is nil; should be of type string"),
                    _ => throw new FunctionException($"value has type {GoType.Of(index)}; should be string"),
                };
                item = Maps.TryGet(container, key, out var element) ? element : Maps.Zero(container);
            }
            else
            {
                throw new FunctionException($"can't index item of type {Pointed(item.Item)}");
            }
        }
        return item;
    }

    private static int IndexArgument(object? index, int capacity)
    {
        if (index == null)
            throw new FunctionException("cannot index slice/array with nil");
        if (!GoInteger.TrySigned(index, out long at))
        {
            if (!GoInteger.TryUnsigned(index, out ulong unsigned))
                throw new FunctionException($"cannot index slice/array with type {GoType.Of(index)}");
            at = (long)unsigned;
        }
        return at < 0 || at > capacity ? throw new FunctionException("index out of range: " + GoInteger.Text(at)) : (int)at;
    }

    private static nint Length(Value value)
    {
        if (!value.IsValid)
            throw new FunctionException("reflect: call of reflect.Value.Type on zero Value");
        object? item = value.Item is GoPointer pointer ? pointer.Target : value.Item;
        return item switch
        {
            null => throw new FunctionException("len of nil pointer"),
            string text => GoString.ByteLength(text),
            _ when Maps.IsMap(item) => Maps.Count(item),
            _ when Lists.TryGet(item, out var items) => items.Count,
            _ => throw new FunctionException($"len of type {Pointed(item)}"),
        };
    }

    /// <summary>The type behind a pointer, which these functions follow.</summary>
    private static GoType? Pointed(object? value) => GoType.Of(value) is { Kind: GoKind.Ptr, Element: { } target } ? target : GoType.Of(value);
}
