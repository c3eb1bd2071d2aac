using System.Numerics;
using System.Text;
using Coder.Infra.Helm.Templates.Time;
using Coder.Infra.Helm.Templates.Types;

namespace Coder.Infra.Helm.Templates.Formatting;

/// <summary>Go's <c>fmt</c>: <c>Sprint</c>, <c>Sprintln</c> and <c>Sprintf</c> over Go values.</summary>
internal sealed partial class GoPrinter
{
    private const string Nil = "<nil>";

    private readonly StringBuilder _to = new();
    private readonly int _maxDepth;

    /// <summary>The argument being printed: what the error of a wrong verb shows.</summary>
    private object? _argument;

    private bool _reporting;

    private GoPrinter(CallContext context) => _maxDepth = context.Limits.Limits.ValueDepth;

    /// <summary>Go's <c>fmt.Sprint</c> of one value.</summary>
    public static string Sprint(CallContext context, object? value)
    {
        switch (value)
        {
            case string text: return text;
            case double number: return GoFloat.Shortest(number);
            case bool truth: return truth ? "true" : "false";
            case nint number: return GoInteger.Text(number);
            case long number: return GoInteger.Text(number);
        }
        var printer = new GoPrinter(context);
        printer.PrintArgument(value, 'v');
        return GoString.Rejoin(printer._to.ToString());
    }

    /// <summary>Go's <c>fmt.Sprint</c>: a space between two values of which neither is a string.</summary>
    public static string Sprint(CallContext context, ReadOnlySpan<object?> values)
    {
        if (values.Length == 1)
            return Sprint(context, values[0]);
        var printer = new GoPrinter(context);
        bool previousString = true;
        foreach (object? value in values)
        {
            bool isString = value is string;
            if (!isString && !previousString)
                printer._to.Append(' ');
            printer.PrintArgument(value, 'v');
            previousString = isString;
        }
        return GoString.Rejoin(printer._to.ToString());
    }

    /// <summary>Go's <c>fmt.Sprintln</c>.</summary>
    public static string Sprintln(CallContext context, ReadOnlySpan<object?> values)
    {
        var printer = new GoPrinter(context);
        for (int i = 0; i < values.Length; i++)
        {
            if (i > 0)
                printer._to.Append(' ');
            printer.PrintArgument(values[i], 'v');
        }
        return GoString.Rejoin(printer._to.Append('\n').ToString());
    }

    private void PrintArgument(object? argument, int verb)
    {
        _argument = argument;
        if (argument == null)
        {
            if (verb is 'T' or 'v')
                Pad(Nil);
            else
                BadVerb(verb);
            return;
        }
        switch (verb)
        {
            case 'T':
                PrintText(GoType.Of(argument)!.Name);
                return;
            case 'p':
                PrintPointer(argument, verb);
                return;
        }
        if (!PrintBasic(argument, verb) && !CallMethods(argument, verb))
            PrintValue(argument, verb, 0);
    }

    private bool PrintBasic(object value, int verb)
    {
        switch (value)
        {
            case string text: PrintString(text, verb); return true;
            case bool truth:
                if (verb is 't' or 'v')
                    Pad(truth ? "true" : "false");
                else
                    BadVerb(verb);
                return true;
            case double number: PrintFloat(number, verb); return true;
            case nint or long or int: PrintInteger(ToUnsigned(value), true, verb); return true;
            case byte or uint or ulong: PrintInteger(ToUnsigned(value), false, verb); return true;
            case Complex complex: PrintComplex(complex, verb); return true;
            case byte[] bytes: PrintBytes(bytes, verb); return true;
            default: return false;
        }
    }

    private static ulong ToUnsigned(object value) => GoInteger.TrySigned(value, out long signed) ? (ulong)signed
        : GoInteger.TryUnsigned(value, out ulong unsigned) ? unsigned : 0;

    private void BadVerb(int verb)
    {
        _reporting = true;
        _to.Append("%!").AppendRune(verb).Append('(');
        if (_argument != null)
        {
            _to.Append(GoType.Of(_argument)!.Name).Append('=');
            PrintArgument(_argument, 'v');
        }
        else
        {
            _to.Append(Nil);
        }
        _to.Append(')');
        _reporting = false;
    }

    /// <summary>Lets the value's own methods print it, where the verb allows a string.</summary>
    private bool CallMethods(object value, int verb)
    {
        if (_reporting)
            return false;
        if (verb == 'w')
        {
            // %w is for errors only, and only in Errorf.
            BadVerb(verb);
            return true;
        }
        if (_goSyntax)
        {
            if (value is not GoTime time)
                return false;
            PrintText(time.GoSyntax());
            return true;
        }
        if (verb is not ('v' or 's' or 'x' or 'X' or 'q') || value is not IGoStringer stringer)
            return false;
        PrintString(stringer.GoText(), verb);
        return true;
    }

    private void PrintNested(object? value, int verb, int depth)
    {
        _argument = value;
        if (depth > _maxDepth)
            throw LimitCounter.TooDeep(_maxDepth);
        if (value == null)
        {
            _to.Append(_goSyntax ? "interface {}(nil)" : Nil);
            return;
        }
        if (!StackGuard.HasRoom)
        {
            StackGuard.OnNewStack(() => PrintNested(value, verb, depth));
            return;
        }
        if (!CallMethods(value, verb))
            PrintValue(value, verb, depth);
    }

    private void PrintValue(object value, int verb, int depth)
    {
        if (PrintBasic(value, verb))
            return;
        if (value is GoStruct structure)
        {
            PrintStruct(structure, verb, depth);
        }
        else if (Maps.IsMap(value))
        {
            PrintMap(value, verb, depth);
        }
        else if (Lists.TryGet(value, out var items))
        {
            PrintList(value, items, verb, depth);
        }
        else if (value is GoPointer pointer && depth == 0)
        {
            _to.Append('&');
            PrintNested(pointer.Target, verb, depth + 1);
        }
        else if (GoInteger.TrySigned(value, out long number))
        {
            PrintInteger((ulong)number, true, verb);
        }
        else if (value is IGoOpaque opaque && (depth == 0 || GoType.Of(value)!.Kind == GoKind.Struct))
        {
            PrintOpaque(opaque, GoType.Of(value)!, verb);
        }
        else
        {
            PrintPointer(value, verb);
        }
    }

    private void PrintMap(object map, int verb, int depth)
    {
        if (_goSyntax)
        {
            _to.Append(GoType.Of(map)!.Name);
            if (map is NilMap)
            {
                _to.Append("(nil)");
                return;
            }
        }
        _to.Append(_goSyntax ? "{" : "map[");
        string separator = "";
        foreach (string key in Maps.SortedKeys(map))
        {
            _to.Append(separator);
            separator = _goSyntax ? ", " : " ";
            PrintNested(key, verb, depth + 1);
            _to.Append(':');
            Maps.TryGet(map, key, out var element);
            PrintNested(element.Item, verb, depth + 1);
        }
        _to.Append(_goSyntax ? '}' : ']');
    }

    private void PrintList(object list, System.Collections.IList items, int verb, int depth)
    {
        if (_goSyntax)
        {
            _to.Append(GoType.Of(list)!.Name);
            if (GoValues.IsNil(list))
            {
                _to.Append("(nil)");
                return;
            }
        }
        _to.Append(_goSyntax ? '{' : '[');
        for (int i = 0; i < items.Count; i++)
        {
            if (i > 0)
                _to.Append(_goSyntax ? ", " : " ");
            PrintNested(items[i], verb, depth + 1);
        }
        _to.Append(_goSyntax ? '}' : ']');
    }

    private void PrintStruct(GoStruct structure, int verb, int depth)
    {
        if (_goSyntax)
            _to.Append(structure.Type.Name);
        _to.Append('{');
        for (int i = 0; i < structure.Values.Length; i++)
        {
            if (i > 0)
                _to.Append(_goSyntax ? ", " : " ");
            if (_fieldNames || _goSyntax)
                _to.Append(structure.Type.Fields[i].Name).Append(':');
            PrintNested(structure.Values[i], verb, depth + 1);
        }
        _to.Append('}');
    }

    /// <summary>Fields that are not exported keep their methods to themselves.</summary>
    private void PrintOpaque(IGoOpaque value, GoType type, int verb)
    {
        if (type.Kind == GoKind.Ptr)
            _to.Append('&');
        if (_goSyntax)
            _to.Append(type.Name.TrimStart('*'));
        string separator = "{";
        foreach (var (name, field) in value.Fields)
        {
            _to.Append(separator);
            separator = _goSyntax ? ", " : " ";
            if (_fieldNames || _goSyntax)
                _to.Append(name).Append(':');
            _argument = field;
            if (field != null)
                PrintBasic(field, verb);
            else if (verb == 'v')
                Pad(Nil);
            else if (verb is 'b' or 'o' or 'd' or 'x' or 'X')
                PrintInteger(0, false, verb);
            else
                BadVerb(verb);
        }
        _to.Append('}');
    }

    /// <summary>
    /// Go prints an address, which differs from run to run; here it is always the same, so that rendering stays deterministic.
    /// </summary>
    private void PrintPointer(object value, int verb)
    {
        if (GoType.Of(value)!.Kind is GoKind.Map or GoKind.Slice or GoKind.Ptr or GoKind.Func && verb is 'v' or 'p' or 'x' or 'X' or 'd' or 'b' or 'o')
            Pad("0xc000000000");
        else if (_reporting)
            _to.Append(GoType.Of(value)!.Name);
        else
            BadVerb(verb);
    }
}
