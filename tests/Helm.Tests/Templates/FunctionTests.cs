using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Coder.Infra.Helm.Rendering;
using Coder.Infra.Helm.Templates.Functions;
using Coder.Infra.Helm.Templates.Time;
using Coder.Infra.Helm.Templates.Types;
using Microsoft.Extensions.Time.Testing;
using Org.BouncyCastle.Crypto.Generators;

namespace Coder.Infra.Helm.Tests.Templates;

/// <summary>Functions whose results differ from run to run, so that no recording holds them.</summary>
public class FunctionTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 6, 7, 8, 9, TimeSpan.Zero);

    private static string Render(string text) => Template.Render(text, options: new RenderOptions { Time = new FakeTimeProvider(Now) });

    /// <summary>Sprig 3.3 without env and expandenv, Go's builtins but slice, which Sprig replaces, and Helm's own.</summary>
    internal static readonly string[] Names =
    [
        "hello", "ago", "date", "date_in_zone", "date_modify", "dateInZone", "dateModify", "duration", "durationRound", "htmlDate", "htmlDateInZone",
        "must_date_modify", "mustDateModify", "mustToDate", "now", "toDate", "unixEpoch", "abbrev", "abbrevboth", "trunc", "trim", "upper", "lower",
        "title", "untitle", "substr", "repeat", "trimall", "trimAll", "trimSuffix", "trimPrefix", "nospace", "initials", "randAlphaNum", "randAlpha",
        "randAscii", "randNumeric", "swapcase", "shuffle", "snakecase", "camelcase", "kebabcase", "wrap", "wrapWith", "contains", "hasPrefix",
        "hasSuffix", "quote", "squote", "cat", "indent", "nindent", "replace", "plural", "sha1sum", "sha256sum", "sha512sum", "adler32sum", "toString",
        "atoi", "int64", "int", "float64", "seq", "toDecimal", "split", "splitList", "splitn", "toStrings", "until", "untilStep", "add1", "add", "sub",
        "div", "mod", "mul", "randInt", "add1f", "addf", "subf", "divf", "mulf", "biggest", "max", "min", "maxf", "minf", "ceil", "floor", "round",
        "join", "sortAlpha", "default", "empty", "coalesce", "all", "any", "compact", "mustCompact", "fromJson", "toJson", "toPrettyJson", "toRawJson",
        "mustFromJson", "mustToJson", "mustToPrettyJson", "mustToRawJson", "ternary", "deepCopy", "mustDeepCopy", "typeOf", "typeIs", "typeIsLike",
        "kindOf", "kindIs", "deepEqual", "getHostByName", "base", "dir", "clean", "ext", "isAbs", "osBase", "osClean", "osDir", "osExt", "osIsAbs",
        "b64enc", "b64dec", "b32enc", "b32dec", "tuple", "list", "dict", "get", "set", "unset", "hasKey", "pluck", "keys", "pick", "omit", "merge",
        "mergeOverwrite", "mustMerge", "mustMergeOverwrite", "values", "append", "push", "mustAppend", "mustPush", "prepend", "mustPrepend", "first",
        "mustFirst", "rest", "mustRest", "last", "mustLast", "initial", "mustInitial", "reverse", "mustReverse", "uniq", "mustUniq", "without",
        "mustWithout", "has", "mustHas", "slice", "mustSlice", "concat", "dig", "chunk", "mustChunk", "bcrypt", "htpasswd", "genPrivateKey",
        "derivePassword", "buildCustomCert", "genCA", "genCAWithKey", "genSelfSignedCert", "genSelfSignedCertWithKey", "genSignedCert",
        "genSignedCertWithKey", "encryptAES", "decryptAES", "randBytes", "uuidv4", "semver", "semverCompare", "fail", "regexMatch", "mustRegexMatch",
        "regexFindAll", "mustRegexFindAll", "regexFind", "mustRegexFind", "regexReplaceAll", "mustRegexReplaceAll", "regexReplaceAllLiteral",
        "mustRegexReplaceAllLiteral", "regexSplit", "mustRegexSplit", "regexQuoteMeta", "urlParse", "urlJoin",
        "and", "or", "not", "call", "eq", "ne", "lt", "le", "gt", "ge", "html", "index", "js", "len", "print", "printf", "println", "urlquery",
        "include", "tpl", "required", "lookup", "toYaml", "toYamlPretty", "fromYaml", "fromYamlArray", "fromJsonArray", "toToml", "fromToml",
    ];

    [Fact]
    public void Every_function_of_Helm_is_there()
    {
        Assert.All(Names, name => Assert.Equal(name, FunctionTable.Find(name)?.Name));
        Assert.All(["env", "expandenv", "regex", "mustRegex", "mustList", ""], name => Assert.Null(FunctionTable.Find(name)));
    }

    [Theory]
    [InlineData("""{{ (fromToml "d = 2020-01-02").d }}""", "2020-01-02 00:00:00 +0000 date-local")]
    [InlineData("""{{ (fromToml "d = 2020-01-02T03:04:05").d }}""", "2020-01-02 03:04:05 +0000 datetime-local")]
    [InlineData("""{{ (fromToml "d = 2020-01-02 03:04:05.5-07:00").d }}""", "2020-01-02 03:04:05.5 -0700 -0700")]
    [InlineData("""{{ (fromToml "d = 03:04:05").d | typeOf }}""", "time.Time")]
    [InlineData("""{{ fromToml "d = 2020-01-02" | toJson }}""", """{"d":"2020-01-02T00:00:00Z"}""")]
    [InlineData("""{{ fromToml "d = 2020-01-02\nl = [03:04:05]\nm = 2020-01-02T03:04:05Z" | toToml }}""", "d = 2020-01-02\nl = [03:04:05]\nm = 2020-01-02T03:04:05Z\n")]
    [InlineData("""{{ dict "t" (toDate "2006" "2020") | toToml }}""", "t = 2020-01-01T00:00:00Z\n")]
    public void Times_of_TOML_are_times(string template, string expected) => Assert.Equal(expected, Render(template));

    [Theory]
    [InlineData("a = 1\\na = 2", "line 2 (last key \"a\"): Key 'a' has already been defined.")]
    [InlineData("x = 2020-13-01", "line 1 (last key \"x\"): invalid datetime: \"2020-13-01\"")]
    [InlineData("x = 01", "line 1 (last key \"x\"): Invalid integer \"01\": cannot have leading zeroes")]
    [InlineData("x = 1__0", "line 1 (last key \"x\"): Invalid integer \"1__0\": underscores must be surrounded by digits")]
    [InlineData("x = 9223372036854775808", "line 1 (last key \"x\"): 9223372036854775808 is out of range for int64")]
    [InlineData("x = 1.", "line 1 (last key \"x\"): Invalid float \"1.\": '.' must be followed by one or more digits")]
    [InlineData("x = 00.5", "line 1 (last key \"x\"): Invalid float \"00.5\": cannot have leading zeroes")]
    [InlineData("x = .5", "line 1 (last key \"x\"): floats must start with a digit, not '.'")]
    [InlineData("x = +a", "line 1 (last key \"x\"): expected a digit but got 'a'")]
    [InlineData("x = +", "line 1 (last key \"x\"): expected a digit but got '\\x00'")]
    [InlineData("x = 0xg", "line 1 (last key \"x\"): not a hexadecimal number: '0xg'")]
    public void What_is_no_TOML_is_told_in_the_librarys_words(string toml, string error) =>
        Assert.Equal($"map[Error:toml: {error}]", Render($$$"""{{ fromToml "{{{toml}}}" }}"""));

    [Theory]
    [InlineData("""{{ printf "%d" (toDate "2006" "2020") }}""", "{0 63713433600 0}")]
    [InlineData("""{{ printf "%#v" (semver "1.2.3-a") }}""", "&semver.Version{major:0x1, minor:0x2, patch:0x3, pre:\"a\", metadata:\"\", original:\"1.2.3-a\"}")]
    [InlineData("""{{ printf "%t" (semver "1.2.3") | trunc 41 }}""", "&{%!t(uint64=1) %!t(uint64=2) %!t(uint64=")]
    public void Fields_that_are_not_exported_are_printed_without_methods(string template, string expected) => Assert.Equal(expected, Render(template));

    [Fact]
    public void Types_whose_methods_take_each_other_know_all_parameters()
    {
        GoType[] types = [GoTime.TimeType, GoDuration.DurationType, GoSemver.PointerType, GoSemver.ValueType];
        Assert.All(types.SelectMany(type => type.Methods.Values), method => Assert.All(method.Parameters, Assert.NotNull));
    }

    [Fact]
    public void Now_is_the_clocks() => Assert.Equal("2026-05-06 07:08:09 +0000 UTC", Render("{{ now }}"));

    [Fact]
    public void Ago_counts_from_the_clock() => Assert.Equal("24h0m0s", Render("""{{ ago (dateModify "-24h" now) }}"""));

    [Theory]
    [InlineData("randAlphaNum 20", "^[0-9A-Za-z]{20}$")]
    [InlineData("randAlpha 20", "^[A-Za-z]{20}$")]
    [InlineData("randNumeric 20", "^[0-9]{20}$")]
    [InlineData("randAscii 20", "^[ -~]{20}$")]
    [InlineData("uuidv4", "^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$")]
    [InlineData("randBytes 16", "^[A-Za-z0-9+/]{22}==$")]
    [InlineData("randInt 3 5", "^[34]$")]
    [InlineData("bcrypt \"x\"", "^\\$2a\\$10\\$[./A-Za-z0-9]{53}$")]
    public void Random_values_have_their_shape(string call, string pattern) => Assert.Matches(pattern, Template.Render($"{{{{ {call} }}}}"));

    [Fact]
    public void A_password_fits_the_hash_of_htpasswd()
    {
        string line = Template.Render("""{{ htpasswd "me" "secret" }}""");
        Assert.StartsWith("me:", line);
        Assert.True(OpenBsdBCrypt.CheckPassword(line["me:".Length..], "secret".ToCharArray()));
    }

    [Fact]
    public void What_encryptAES_encrypts_decryptAES_decrypts() =>
        Assert.Equal("text é", Template.Render("""{{ encryptAES "key" "text é" | decryptAES "key" }}"""));

    [Theory]
    [InlineData("pass é")]
    [InlineData("exactly 72 bytes: 567890123456789012345678901234567890123456789012345678")]
    public void The_hash_of_bcrypt_fits_its_password(string password)
    {
        string hash = Template.Render($"{{{{ bcrypt \"{password}\" }}}}");
        Assert.StartsWith("$2a$10$", hash, StringComparison.Ordinal);
        Assert.Equal(60, hash.Length);
        Assert.True(OpenBsdBCrypt.CheckPassword(hash, password.ToCharArray()));
    }

    [Fact]
    public void A_certificate_is_signed_by_its_authority()
    {
        string pem = Render(
            """
            {{- $ca := genCA "my-ca" 365 -}}
            {{- $cert := genSignedCert "svc" (list "10.0.0.1") (list "svc.ns" "svc.ns.svc") 30 $ca -}}
            {{ $ca.Cert }}|{{ $cert.Cert }}|{{ $cert.Key }}
            """);
        string[] parts = pem.Split('|');
        using var authority = X509Certificate2.CreateFromPem(parts[0]);
        using var certificate = X509Certificate2.CreateFromPem(parts[1], parts[2]);

        Assert.Equal("CN=my-ca", authority.Subject);
        Assert.True(authority.Extensions.OfType<X509BasicConstraintsExtension>().Single().CertificateAuthority);
        Assert.Equal("CN=svc", certificate.Subject);
        Assert.Equal("CN=my-ca", certificate.Issuer);
        Assert.Equal(Now.AddDays(30), certificate.NotAfter);
        var names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().Single();
        Assert.Equal(["svc.ns", "svc.ns.svc"], names.EnumerateDnsNames());
        Assert.Equal("10.0.0.1", Assert.Single(names.EnumerateIPAddresses()).ToString());
        Assert.True(certificate.HasPrivateKey);

        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationTime = Now.AddDays(1).UtcDateTime;
        Assert.True(chain.Build(certificate), string.Join(", ", chain.ChainStatus.Select(status => status.StatusInformation)));
    }

    [Theory]
    [InlineData("ecdsa", "EC PRIVATE KEY")]
    [InlineData("ed25519", "PRIVATE KEY")]
    public void Keys_are_PEM(string kind, string label)
    {
        string pem = Template.Render($"{{{{ genPrivateKey \"{kind}\" }}}}");
        Assert.Equal(label, pem[PemEncoding.Find(pem).Label]);
    }

    [Theory]
    [InlineData("2006-01-02 15:04 MST", "Europe/Berlin", "2026-05-06 09:08 CEST")]
    [InlineData("15:04 -0700", "America/St_Johns", "04:38 -0230")]
    [InlineData("15:04 MST", "Nowhere/Land", "07:08 UTC")]
    public void Dates_are_told_in_a_zone(string layout, string zone, string expected) =>
        Assert.Equal(expected, Render($"{{{{ dateInZone \"{layout}\" now \"{zone}\" }}}}"));
}
