using Coder.Infra.Helm.Templates.Types;

namespace Coder.Infra.Helm.Templates.Functions;

/// <summary>Sprig's URL functions.</summary>
internal static class Urls
{
    public static TemplateFunction? Find(string name) => name switch
    {
        "urlParse" => Fn.Of(name, (string text) => Parse(text)),
        "urlJoin" => Fn.Of(name, (Dictionary<string, object?> parts) => Join(parts)),
        _ => null,
    };

    private static Dictionary<string, object?> Parse(string text)
    {
        GoUrl url;
        try
        {
            url = GoUrl.Parse(text);
        }
        catch (FunctionException e)
        {
            throw new FunctionException("unable to parse url: " + e.Message);
        }
        return new Dictionary<string, object?>
        {
            ["scheme"] = url.Scheme,
            ["host"] = url.Host,
            ["hostname"] = url.Hostname,
            ["path"] = url.Path,
            ["query"] = url.RawQuery,
            ["opaque"] = url.Opaque,
            ["fragment"] = url.Fragment,
            ["userinfo"] = url.User?.ToString() ?? "",
        };
    }

    private static string Join(Dictionary<string, object?> parts)
    {
        var url = new GoUrl
        {
            Scheme = Part("scheme"),
            Host = Part("host"),
            Path = Part("path"),
            RawQuery = Part("query"),
            Opaque = Part("opaque"),
            Fragment = Part("fragment"),
        };
        string user = Part("userinfo");
        if (user.Length > 0)
        {
            try
            {
                url = url with { User = GoUrl.Parse($"proto://{user}@host").User };
            }
            catch (FunctionException e)
            {
                throw new FunctionException("unable to parse userinfo in dict: " + e.Message);
            }
        }
        return url.ToString();

        string Part(string key)
        {
            if (!parts.TryGetValue(key, out object? value))
                return "";
            if (value == null)
                throw FunctionException.NilDereference;
            return value as string ?? throw new FunctionException(
                $"unable to parse {key} key, must be of type string, but {GoType.Of(value)!.Kind.ToString().ToLowerInvariant()} found");
        }
    }
}
