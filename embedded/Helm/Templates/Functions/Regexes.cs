using System.Text;
using System.Text.RegularExpressions;
using Coder.Infra.Helm.Go.RegularExpressions;
using Coder.Infra.Helm.Templates.Types;

namespace Coder.Infra.Helm.Templates.Functions;

/// <summary>Sprig's regular expressions (Go's, which are RE2's).</summary>
internal static class Regexes
{
    private delegate GoRegex Compiler(string expression);

    public static TemplateFunction? Find(string name) => name switch
    {
        "regexMatch" => Fn.In(name, (CallContext c, string regex, string s) => IsMatchOrFalse(c, regex, s)),
        "mustRegexMatch" => Fn.In(name, (CallContext c, string regex, string s) => GoRegex.Compile(regex).Match(c.Limits, s, 0).Success),
        "regexQuoteMeta" => Fn.Of(name, (string s) => QuoteMeta(s)),
        _ when name.StartsWith("regex", StringComparison.Ordinal) => Twin(name, name["regex".Length..], GoRegex.MustCompile),
        _ when name.StartsWith("mustRegex", StringComparison.Ordinal) => Twin(name, name["mustRegex".Length..], GoRegex.Compile),
        _ => null,
    };

    private static TemplateFunction? Twin(string name, string what, Compiler compile) => what switch
    {
        "Find" => Fn.In(name, (CallContext c, string regex, string s) => compile(regex).Match(c.Limits, s, 0).Value),
        "FindAll" => Fn.In(name, (CallContext c, string regex, string s, nint count) => FindAll(c, compile(regex), s, count)),
        "ReplaceAll" => Fn.In(name, (CallContext c, string regex, string s, string with) => Replace(c, compile(regex), s, with)),
        "ReplaceAllLiteral" => Fn.In(name, (CallContext c, string regex, string s, string with) => compile(regex).Replace(c.Limits, s, _ => with)),
        "Split" => Fn.In(name, (CallContext c, string regex, string s, nint count) => Split(c, regex, compile(regex), s, count)),
        _ => null,
    };

    private static bool IsMatchOrFalse(CallContext context, string regex, string text)
    {
        try
        {
            return GoRegex.Compile(regex).Match(context.Limits, text, 0).Success;
        }
        catch (FunctionException)
        {
            return false;
        }
    }

    private static List<string> FindAll(CallContext context, GoRegex regex, string text, nint count)
    {
        var found = regex.FindAll(context.Limits, text, count);
        return found.Count > 0 ? found.ConvertAll(match => match.Value) : NilStringList.Instance;
    }

    private static List<string> Split(CallContext context, string expression, GoRegex regex, string text, nint count)
    {
        if (count == 0)
            return NilStringList.Instance;
        if (expression.Length > 0 && text.Length == 0)
            return [""];
        var parts = new List<string>();
        int start = 0, end = 0;
        foreach (var match in regex.FindAll(context.Limits, text, count))
        {
            if (count > 0 && parts.Count == count - 1)
                break;
            end = match.Index;
            if (match.Index + match.Length != 0)
                parts.Add(text[start..end]);
            start = match.Index + match.Length;
        }
        if (end != text.Length)
            parts.Add(text[start..]);
        return parts;
    }

    private static string Replace(CallContext context, GoRegex regex, string text, string template)
    {
        if (!template.Contains('$'))
            return regex.Replace(context.Limits, text, _ => template);
        return regex.Replace(context.Limits, text, match => Expand(regex, match, template));
    }

    /// <summary>$1, ${1}, $name and $$; a name is as long as possible, and a group that is not there is empty.</summary>
    private static string Expand(GoRegex regex, Match match, string template)
    {
        var to = new StringBuilder();
        for (int at = 0; at < template.Length;)
        {
            int dollar = template.IndexOf('$', at);
            if (dollar < 0)
                return to.Append(template, at, template.Length - at).ToString();
            to.Append(template, at, dollar - at);
            at = dollar + 1;
            if (at < template.Length && template[at] == '$')
            {
                to.Append('$');
                at++;
                continue;
            }
            bool brace = at < template.Length && template[at] == '{';
            int start = brace ? at + 1 : at, end = start;
            while (end < template.Length && GoUnicode.IsAlphaNumeric(template[end]))
                end++;
            if (end == start || (brace && (end >= template.Length || template[end] != '}')))
            {
                to.Append('$');
                continue;
            }
            string name = template[start..end];
            at = brace ? end + 1 : end;
            int number = name.All(char.IsAsciiDigit) ? name.Length < 9 ? int.Parse(name, System.Globalization.CultureInfo.InvariantCulture) : -1 : regex.GroupNumber(name);
            if (number >= 0 && number < match.Groups.Count)
                to.Append(match.Groups[number].ValueSpan);
        }
        return to.ToString();
    }

    private static string QuoteMeta(string text)
    {
        var to = new StringBuilder(text.Length);
        foreach (char c in text)
        {
            if ("\\.+*?()|[]{}^$".Contains(c))
                to.Append('\\');
            to.Append(c);
        }
        return to.ToString();
    }
}
