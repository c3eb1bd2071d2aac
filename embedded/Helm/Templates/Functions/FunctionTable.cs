using System.Collections.Frozen;

namespace Coder.Infra.Helm.Templates.Functions;

/// <summary>Every function of Helm's templates, by name: Go's own, Sprig's (without env and expandenv) and Helm's.</summary>
internal static class FunctionTable
{
    public static readonly FrozenDictionary<string, TemplateFunction> All = new IEnumerable<TemplateFunction>[]
    {
        Builtins.Functions, Strings.Functions, Numbers.Functions, ListFunctions.Functions, DictFunctions.Functions, Defaults.Functions,
        Paths.Functions, Encodings.Functions, Dates.Functions, GoSemver.Functions, Regexes.Functions, Urls.Functions, Crypto.Functions,
        Certificates.Functions, HelmFunctions.Functions,
    }.SelectMany(functions => functions).ToFrozenDictionary(function => function.Name);
}
