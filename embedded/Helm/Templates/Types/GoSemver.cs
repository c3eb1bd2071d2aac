
namespace Coder.Infra.Helm.Templates.Types;

/// <summary>A version as templates see it: a pointer, as <c>semver</c> gives it, or the value that its methods make.</summary>
internal sealed class GoSemver(SemVersion version, bool isPointer = true) : IGoValue, IGoStringer, IGoMarshaler, IGoOpaque
{
    public static readonly GoType ValueType = new("semver.Version", GoKind.Struct) { IsNamed = true, MakeMethods = ValueMethods };

    public static readonly GoType PointerType = new("*semver.Version", GoKind.Ptr, ValueType)
    {
        IsNamed = true,
        MakeMethods = () => [.. ValueMethods(), .. PointerMethods()],
    };

    public static TemplateFunction? Find(string name) => name switch
    {
        "semver" => Fn.Of(name, (string text) => new GoSemver(SemVersion.Parse(text))),
        "semverCompare" => Fn.Of(name, (string constraint, string text) =>
        {
            var wanted = SemConstraint.Parse(constraint);
            return wanted.Check(SemVersion.Parse(text));
        }),
        _ => null,
    };

    public GoType Type => isPointer ? PointerType : ValueType;

    /// <inheritdoc/>
    public (string Name, object? Value)[] Fields =>
    [
        ("major", Version.Major), ("minor", Version.Minor), ("patch", Version.Patch),
        ("pre", Version.Prerelease), ("metadata", Version.Metadata), ("original", Version.Original),
    ];

    private SemVersion Version { get; } = version;

    public string GoText() => Version.ToString();

    public object? ToPlain() => Version.ToString();

    private static TemplateFunction[] ValueMethods() =>
    [
        Fn.Method<GoSemver, ulong>("Major", v => v.Version.Major),
        Fn.Method<GoSemver, ulong>("Minor", v => v.Version.Minor),
        Fn.Method<GoSemver, ulong>("Patch", v => v.Version.Patch),
        Fn.Method<GoSemver, string>("Prerelease", v => v.Version.Prerelease),
        Fn.Method<GoSemver, string>("Metadata", v => v.Version.Metadata),
        Fn.Method<GoSemver, string>("String", v => v.Version.ToString()),
        Fn.Method<GoSemver, GoSemver>("IncPatch", v => new GoSemver(v.Version.IncPatch(), false)),
        Fn.Method<GoSemver, GoSemver>("IncMinor", v => new GoSemver(v.Version.IncMinor(), false)),
        Fn.Method<GoSemver, GoSemver>("IncMajor", v => new GoSemver(v.Version.IncMajor(), false)),
        Fn.Method<GoSemver, string, GoSemver>("SetPrerelease", (v, text) => new GoSemver(v.Version.WithPrerelease(text), false)),
        Fn.Method<GoSemver, string, GoSemver>("SetMetadata", (v, text) => new GoSemver(v.Version.WithMetadata(text), false)),
    ];

    private static TemplateFunction[] PointerMethods() =>
    [
        Fn.Method<GoSemver, byte[]>("MarshalJSON", v => System.Text.Encoding.UTF8.GetBytes($"\"{v.Version}\"")),
        Fn.Method<GoSemver, string>("Original", v => v.Version.Original),
        Fn.Method<GoSemver, GoSemver, nint>("Compare", (v, other) => v.Version.CompareTo(other.Version)),
        Fn.Method<GoSemver, GoSemver, bool>("Equal", (v, other) => v.Version.CompareTo(other.Version) == 0),
        Fn.Method<GoSemver, GoSemver, bool>("LessThan", (v, other) => v.Version.CompareTo(other.Version) < 0),
        Fn.Method<GoSemver, GoSemver, bool>("LessThanEqual", (v, other) => v.Version.CompareTo(other.Version) <= 0),
        Fn.Method<GoSemver, GoSemver, bool>("GreaterThan", (v, other) => v.Version.CompareTo(other.Version) > 0),
        Fn.Method<GoSemver, GoSemver, bool>("GreaterThanEqual", (v, other) => v.Version.CompareTo(other.Version) >= 0),
    ];
}
