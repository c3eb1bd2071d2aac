using System.Text;
using Coder.Infra.Helm.Templates.Types;

namespace Coder.Infra.Helm.Templates.Formatting;

/// <summary>Reads formats: <c>%[flags][width][.precision][verb]</c>, with explicit argument indexes.</summary>
internal sealed partial class GoPrinter
{
    private const int TooLarge = 1_000_000;

    private bool _reordered;
    private bool _goodIndex;

    /// <summary>Go's <c>fmt.Sprintf</c>.</summary>
    public static string Sprintf(CallContext context, string format, ReadOnlySpan<object?> arguments)
    {
        var printer = new GoPrinter(context);
        printer.Format(format, arguments);
        return GoString.Rejoin(printer._to.ToString());
    }

    private void Format(string format, ReadOnlySpan<object?> arguments)
    {
        int next = 0;
        for (int i = 0; i < format.Length;)
        {
            int percent = format.IndexOf('%', i);
            if (percent != i)
            {
                _to.Append(format, i, (percent < 0 ? format.Length : percent) - i);
                if (percent < 0)
                    break;
            }
            i = percent + 1;
            _goodIndex = true;
            ClearFlags();
            i = ReadFlags(format, i);
            bool afterIndex = ReadIndex(ref next, format, ref i, arguments.Length);
            ReadWidth(ref next, format, ref i, arguments, ref afterIndex);
            if (i < format.Length && format[i] == '.')
                ReadPrecision(ref next, format, ref i, arguments, ref afterIndex);
            if (!afterIndex)
                ReadIndex(ref next, format, ref i, arguments.Length);
            if (i >= format.Length)
            {
                _to.Append("%!(NOVERB)");
                break;
            }
            Rune.DecodeFromUtf16(format.AsSpan(i), out var verb, out int used);
            i += used;
            next += PrintVerb(verb.Value, next, arguments);
        }
        if (_reordered || next >= arguments.Length)
            return;
        ClearFlags();
        _to.Append("%!(EXTRA ");
        for (int i = next; i < arguments.Length; i++)
        {
            if (i > next)
                _to.Append(", ");
            if (arguments[i] == null)
            {
                _to.Append(Nil);
                continue;
            }
            _to.Append(GoType.Of(arguments[i])!.Name).Append('=');
            PrintArgument(arguments[i], 'v');
        }
        _to.Append(')');
    }

    /// <summary>Prints one verb; the number of arguments it took.</summary>
    private int PrintVerb(int verb, int next, ReadOnlySpan<object?> arguments)
    {
        if (verb == '%')
        {
            _to.Append('%');
            return 0;
        }
        if (!_goodIndex || next >= arguments.Length)
        {
            _to.Append("%!").AppendRune(verb).Append(_goodIndex ? "(MISSING)" : "(BADINDEX)");
            return 0;
        }
        if (verb is 'v' or 'w')
        {
            (_goSyntax, _sharp) = (_sharp, false);
            (_fieldNames, _plus) = (_plus, false);
        }
        PrintArgument(arguments[next], verb);
        return 1;
    }

    private int ReadFlags(string format, int i)
    {
        for (; i < format.Length; i++)
        {
            switch (format[i])
            {
                case '#': _sharp = true; break;
                case '0': _zero = true; break;
                case '+': _plus = true; break;
                case '-': _minus = true; break;
                case ' ': _space = true; break;
                default: return i;
            }
        }
        return i;
    }

    private void ReadWidth(ref int next, string format, ref int i, ReadOnlySpan<object?> arguments, ref bool afterIndex)
    {
        if (i < format.Length && format[i] == '*')
        {
            i++;
            _width = IntArgument(arguments, ref next);
            if (_width == null)
                _to.Append("%!(BADWIDTH)");
            if (_width < 0)
            {
                _width = -_width;
                _minus = true;
                _zero = false;
            }
            afterIndex = false;
            return;
        }
        _width = ReadNumber(format, ref i, format.Length);
        if (afterIndex && _width != null)
            _goodIndex = false;
    }

    private void ReadPrecision(ref int next, string format, ref int i, ReadOnlySpan<object?> arguments, ref bool afterIndex)
    {
        i++;
        if (afterIndex)
            _goodIndex = false;
        afterIndex = ReadIndex(ref next, format, ref i, arguments.Length);
        if (i < format.Length && format[i] == '*')
        {
            i++;
            _precision = IntArgument(arguments, ref next);
            if (_precision < 0)
                _precision = null;
            if (_precision == null)
                _to.Append("%!(BADPREC)");
            afterIndex = false;
            return;
        }
        _precision = ReadNumber(format, ref i, format.Length) ?? 0;
    }

    /// <summary>Reads "[n]": the argument to take next.</summary>
    private bool ReadIndex(ref int next, string format, ref int i, int count)
    {
        if (i >= format.Length || format[i] != '[')
            return false;
        _reordered = true;
        int close = format.IndexOf(']', i);
        if (close < 0 || format.Length - i < 3)
        {
            _goodIndex = false;
            i++;
            return false;
        }
        int at = i + 1;
        int? index = ReadNumber(format, ref at, close);
        bool ok = index != null && at == close;
        i = close + 1;
        if (ok && index >= 1 && index <= count)
        {
            next = index.Value - 1;
            return true;
        }
        _goodIndex = false;
        return ok;
    }

    private static int? IntArgument(ReadOnlySpan<object?> arguments, ref int next)
    {
        if (next >= arguments.Length)
            return null;
        object? argument = arguments[next++];
        long number;
        if (GoInteger.TryUnsigned(argument, out ulong unsigned))
            number = (long)Math.Min(unsigned, long.MaxValue);
        else if (!GoInteger.TrySigned(argument, out number))
            return null;
        return number is > TooLarge or < -TooLarge ? null : (int)number;
    }

    private static int? ReadNumber(string format, ref int i, int end)
    {
        int? number = null;
        for (; i < end && char.IsAsciiDigit(format[i]); i++)
        {
            if (number > TooLarge)
            {
                i = end;
                return null;
            }
            number = (number ?? 0) * 10 + (format[i] - '0');
        }
        return number;
    }
}
