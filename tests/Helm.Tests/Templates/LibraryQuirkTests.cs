using Coder.Infra.Helm.Rendering;

namespace Coder.Infra.Helm.Tests.Templates;

/// <summary>What Go's libraries do that the recorded cases do not show, one line a rule.</summary>
public class LibraryQuirkTests
{
    [Theory]
    // fmt
    [InlineData("""{{ printf "%.2g %.0g %v" 0.0 0.0 0.0 }}""", "0 0 0")]
    [InlineData("""{{ printf "%d" (semver "1.2.3") }}""", "&{1 2 3 %!d(string=) %!d(string=) %!d(string=1.2.3)}")]
    [InlineData("""{{ printf "% #0*y" 0 255 }}""", "%!y(int= 255)")]
    [InlineData("""{{ printf "%#X %#x" 3.0 3.0 }}""", "0X1.8P+01 0x1.8000p+01")]
    // Case mapping beyond .NET's invariant one.
    [InlineData("""{{ lower "İ" }} {{ upper "ıſ" }} {{ title "ǆ" }} {{ swapcase "ǆǆ" }}""", "i IS ǅ ǅǄ")]
    // goutils reads bytes.
    [InlineData("""{{ initials "é a" }} {{ nospace "é a" }} {{ nospace "é" }}""", "Ãa Ã©a é")]
    // A document that is null leaves the map or list as it was.
    [InlineData("""{{ fromYaml "" | toJson }} {{ fromYamlArray "~" | toJson }} {{ fromJson "null" | toJson }}""", "{} [] null")]
    [InlineData("""{{ fromYaml "a: !<tag:yaml.org,2002:str> 1\n.inf: 2" | toJson }}""", """{".inf":2,"a":"1"}""")]
    [InlineData("""{{ fromYaml "{}: x" | toJson }} {{ fromYaml "{{}: x}" | toJson }}""",
        """{} {"Error":"error converting YAML to JSON: yaml: invalid map key: map[interface {}]interface {}{}"}""")]
    [InlineData("""{{ fromYaml "a: .inf\na: 1" | toJson }} {{ fromYaml "b: .nan\na: .inf" | toJson }}""",
        """{"a":1} {"Error":"error converting YAML to JSON: json: unsupported value: +Inf"}""")]
    [InlineData("""{{ fromYaml ": a" | toJson }}""", """{"Error":"error converting YAML to JSON: yaml: did not find expected key"}""")]
    // Structs: JSON's names in toYaml, Go's in toToml, lower case in toYamlPretty.
    [InlineData("""{{ toToml .Capabilities.KubeVersion }}""", "Version = \"v1.20.0\"\nMajor = \"1\"\nMinor = \"20\"\n")]
    [InlineData("""{{ toYamlPretty .Capabilities.KubeVersion }}""", "version: v1.20.0\nmajor: \"1\"\nminor: \"20\"")]
    [InlineData("""{{ toJson (index .Files "x") }} {{ toToml (float64 "inf") }} {{ fromJson "null" | toToml }}""", "null inf ")]
    // YAML is written by way of JSON, whose U+0085 is a line break to its reader.
    [InlineData("""{{ toYaml "a \u0085b" }} {{ toYaml (dict "a\u0085b" 1) }}""", "a b ")]
    [InlineData("""{{ toYaml (dict "1e" 1 "100m" 2) }}""", "100m: 2\n1e: 1")]
    [InlineData("""{{ toYamlPretty (dict "1e" 1 "100m" "\ta\nb") }}""", "1e: 1\n100m: |-\n  \ta\n  b")]
    // JSON's scanner takes the end for a blank.
    [InlineData("""{{ (fromJson "tru").Error }} {{ (fromJson "{\"a\":1.").Error }}""",
        "invalid character ' ' in literal true (expecting 'e') invalid character ' ' after decimal point in numeric literal")]
    [InlineData("""{{ fromJsonArray "1e400" }}""", "[json: cannot unmarshal number into Go value of type []interface {}]")]
    [InlineData("""{{ regexReplaceAll "\\_+" "a__b" "-" }} {{ date "05.0000000000" 0 }}""", "a-b 00.000000000")]
    [InlineData("""{{ chunk -2 (list 1) }} {{ chunk -2 (list 1 2) }}""", "[[1]] []")]
    [InlineData("""{{ printf "%#6v" (.Files.GetBytes "x") }} {{ fromToml "t = 10:00" | toYamlPretty }}""", "[]byte{} t: 0000-01-01T10:00:00Z")]
    [InlineData("""{{ (toDate "2006" "2021").Location }} {{ now.UTC.Location }} {{ printf "%#v" (toDate "2006" "2021") }}""",
        "Local UTC time.Date(2021, time.January, 1, 0, 0, 0, 0, time.Local)")]
    [InlineData("""{{ eq (toDate "2006" "2021") (toDate "2006Z07:00" "2021Z") }}""", "false")]
    public void Renders(string template, string expected) => Assert.Equal(expected, Template.Render(template));

    [Theory]
    [InlineData("""{{ 1.5 | call }}""", "error calling call: non-function <float64 Value> of type float64")]
    [InlineData("""{{ len (semver "1.2.3") }}""", "error calling len: len of type semver.Version")]
    [InlineData("""{{ semverCompare "" "1.2.3" }}""", "error calling semverCompare: improper constraint: \"\"")]
    [InlineData("""{{ toToml nil }}""", "error calling toToml: reflect: call of reflect.Value.Type on zero Value")]
    [InlineData("""{{ toYamlPretty 1i }}""", "error calling toYamlPretty: cannot marshal type: complex128")]
    [InlineData("""{{ mustFromJson "-" }}""", "error calling mustFromJson: invalid character ' ' in numeric literal")]
    [InlineData("""{{ mustRegexMatch "\\xZa" "" }}""", @"error calling mustRegexMatch: error parsing regexp: invalid escape sequence: `\xZa`")]
    [InlineData("""{{ mustRegexMatch "*?" "" }}""", "error calling mustRegexMatch: error parsing regexp: missing argument to repetition operator: `*?`")]
    [InlineData("""{{ genCAWithKey "c" 1 "x" }}""", "error calling genCAWithKey: parsing private key: no PEM data in input")]
    [InlineData("""{{ genSelfSignedCert "c" (list "127.1") nil 1 }}""", "error calling genSelfSignedCert: error parsing ip: 127.1")]
    [InlineData("""{{ decryptAES "k" "YQ==" }}""", "error calling decryptAES: runtime error: slice bounds out of range [:16] with capacity 3")]
    [InlineData("""{{ 0x1F+2i }}""", "parse error at (c/templates/t:1): invalid syntax")]
    [InlineData("""{{ (toDate "2006" "2021").Clock }}""", "function Clock has 3 return values; should be 1 or 2")]
    public void Fails(string template, string expected) =>
        Assert.EndsWith(expected, Assert.Throws<RenderException>(() => Template.Render(template)).Message);
}
