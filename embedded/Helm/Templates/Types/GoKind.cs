namespace Coder.Infra.Helm.Templates.Types;

/// <summary>Kinds of Go's <c>reflect</c> that values in templates have.</summary>
internal enum GoKind
{
    Invalid,
    Bool,
    Int,
    Int32,
    Int64,
    Uint8,
    Uint32,
    Uint64,
    Float64,
    Complex128,
    Func,
    Interface,
    Map,
    Ptr,
    Slice,
    String,
    Struct,
}
